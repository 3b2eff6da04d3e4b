// One node: what it hears, how that is judged, and why.

import {Anomalies} from './anomalies.js';
import * as api from './api.js';
import {mayListen} from './audio.js';
import {stateOf} from './city.js';
import {el, facts, mark, panel, say} from './dom.js';
import {Explain, NearMisses} from './explain.js';
import * as format from './format.js';
import {LevelFigures} from './levels.js';
import {stream} from './live.js';
import {Minute} from './minute.js';
import {Profile} from './profile.js';
import {here} from './router.js';

const STATE_EVERY_MS = 5000;
const HISTORY_MAX = 30;
const VIEWER = 'viewer';

export const title = name => name;

export const show = (root, context) => new NodeScreen(root, context);

class NodeScreen {
  #city;
  #name;
  #minute;
  #explain;
  #misses;
  #anomalies;
  #levels;
  #head;
  #counters = el('div', {class: 'counters'});
  #history = el('ol', {class: 'history', tabindex: 0, 'aria-label': 'Status history'});
  #trouble = el('p', {class: 'trouble', role: 'status', hidden: true});
  #asked = new AbortController();
  #again = setInterval(() => this.#askState(), STATE_EVERY_MS);
  #mayHear;
  #source;
  #stop;

  constructor(root, {city, page, model, name}) {
    this.#city = city;
    this.#name = name;
    this.#minute = new Minute(decisionOf(model));
    this.#explain = new Explain(name, this.#minute);
    this.#misses = new NearMisses({node: name}, miss => this.#explain.show(miss.from, miss.to));
    this.#anomalies = new Anomalies(city, {node: name}, {named: false, listen: mayListen(page)});
    this.#levels = new LevelFigures(name);
    this.#head = new Head(name);
    const profile = new Profile(name, page, () => city.placesChanged());
    this.#layOut(root, profile);
    for (const part of [this.#anomalies, this.#misses, profile, this.#levels]) part.start();
    this.#askState();
    this.#mayHear = page.role !== VIEWER;
    this.#source = this.#mayHear ? whileSeen(() => this.#listen()) : null;
    if (!this.#mayHear) this.#tellTrouble('What is near to sound, as spectrogram and MFCC, is shown to operators.');
    this.#stop = city.listen(change => this.#changed(change));
    this.#showNode();
    const {from, to} = here().query; // who came by a link that asks why
    if (isTime(from)) this.#explain.show(from, isTime(to) ? to : from);
  }

  /** What was missed while nothing came. */
  again() {
    this.#anomalies.start();
    this.#askState();
  }

  close() {
    this.#asked.abort();
    clearInterval(this.#again);
    this.#source?.close();
    this.#stop();
    for (const part of [this.#minute, this.#explain, this.#anomalies, this.#levels]) part.close();
  }

  #layOut(root, profile) {
    const minute = this.#minute;
    const log = el('div', {class: 'log', tabindex: 0, role: 'group', 'aria-label': 'Anomalies of the node'}, ...this.#anomalies.parts);
    root.append(this.#head.element, this.#trouble, el('div', {class: 'node-grid'},
      panel('Score', {id: 'score', wide: true, hint: 'Click or drag to ask why.'}, minute.score, this.#explain.element),
      panel('Level', {id: 'level', wide: true}, minute.level, this.#levels.element),
      panel('Spectrogram', {id: 'spectrogram', wide: true, hint: 'mel bands, dB'}, minute.spectrogram),
      panel('MFCC', {id: 'mfcc', wide: true, hint: 'each coefficient around its own mean'}, minute.mfcc),
      panel('Scores against the threshold', {id: 'histogram', hint: 'as far as this page has heard'}, minute.histogram),
      panel('Counters', {id: 'counters'}, this.#counters),
      panel('Anomalies', {id: 'node-anomalies'}, log),
      panel('Near misses', {id: 'near-misses'}, this.#misses.element),
      panel('Status', {id: 'status'}, this.#history),
      panel('Profile', {id: 'profile'}, profile.element)));
  }

  #listen() {
    return stream(api.path('/api/nodes', this.#name, '/live'), {
      windows: ({windows}) => this.#minute.windows(windows),
      columns: columns => this.#minute.columns(columns),
      status: () => this.#askState(),
      trouble: ({notice}) => this.#tellTrouble(notice ?? ''),
    }, () => this.#tellTrouble(''));
  }

  #tellTrouble(notice) {
    this.#trouble.hidden = notice === '';
    say(this.#trouble, notice);
  }

  #changed({all, nodes, anomalies}) {
    if (all || nodes.some(({id}) => id === this.#name)) this.#showNode();
    const own = anomalies.filter(anomaly => anomaly.node_id === this.#name);
    if (own.length > 0) this.#anomalies.live(own);
  }

  #showNode() {
    const node = this.#city.nodes.get(this.#name);
    this.#head.show(node, this.#city.nodes.size > 0);
    this.#minute.calibration(node?.offset ?? null);
    this.#minute.silent(node ? stateOf(node) === 'SILENT' : false);
    if (node && !this.#mayHear && stateOf(node) !== 'SILENT' && node.heardAt > 0) { // every third window, as beats have it
      this.#minute.windows([[node.heardAt, node.score, node.smoothed, node.state, node.laeq, node.laeq]]);
    }
    this.#levels.calibrated(node?.offset != null);
  }

  async #askState() {
    try {
      const state = await api.getOrNull(api.path('/api/nodes', this.#name, '/state'), {signal: this.#asked.signal});
      if (state) this.#showState(state);
    } catch {
      // asked again; that the processor is away is told by the page's own notice
    }
  }

  #showState(state) {
    if (state.decision) this.#minute.decision(state.decision);
    this.#counters.replaceChildren(facts(countersOf(state)));
    this.#head.state(state);
    const newestFirst = [...state.status_history ?? []].sort((a, b) => Date.parse(b.at) - Date.parse(a.at)).slice(0, HISTORY_MAX);
    this.#history.replaceChildren(...newestFirst.map(({kind, at}) =>
      el('li', {'data-kind': kind}, el('time', {datetime: at}, format.time(at)), el('span', {}, format.words(kind)))));
  }
}

/** A stream that ends when the page is hidden: a browser has six connections for all its pages of a server. */
function whileSeen(open) {
  let source = document.hidden ? null : open();
  const changed = () => {
    source?.close();
    source = document.hidden ? null : open();
  };
  document.addEventListener('visibilitychange', changed);
  return {
    close() {
      document.removeEventListener('visibilitychange', changed);
      source?.close();
    },
  };
}

const isTime = text => !Number.isNaN(Date.parse(text));

const decisionOf = ({decision}) => ({
  open_threshold: decision.open_threshold,
  close_threshold: decision.close_threshold,
  immediate_threshold: decision.immediate_threshold,
  for_s: decision.for_seconds,
  keep_firing_for_s: decision.keep_firing_for_seconds,
});

/** Name, place and state of the node. */
class Head {
  #sign = el('span', {class: 'sign'});
  #word = el('span', {class: 'word'});
  #place = el('p', {class: 'place'});
  #facts = el('dl', {class: 'facts'});
  #served = format.UNKNOWN;
  #state = '';
  element;

  constructor(name) {
    this.element = el('header', {class: 'node-head'},
      el('div', {class: 'title'}, el('a', {class: 'back', href: '#/', 'aria-label': 'Back to the overview'}, '←'),
        el('h1', {tabindex: -1, title: name}, name), el('p', {class: 'state-word'}, this.#sign, this.#word)),
      this.#place, this.#facts);
  }

  /** @param node as the city has it, `undefined` where it has none */
  show(node, known) {
    const state = node ? stateOf(node) : 'UNKNOWN';
    this.element.dataset.state = state;
    if (state !== this.#state) {
      this.#sign.replaceChildren(mark(state));
      this.#state = state;
    }
    say(this.#word, node ? format.state(state) : known ? 'no such node has been heard' : '');
    say(this.#place, node ? `${node.place ?? 'no place set'}${node.alarmsOff ? ' · alarms off' : ''}` : '');
    const heard = state !== 'SILENT' && state !== 'UNKNOWN';
    const pairs = [
      ['score', heard ? format.score(node.smoothed) : format.UNKNOWN],
      ['level', heard ? format.level(node.laeq, node.offset) : format.UNKNOWN],
      [heard ? 'heard' : 'last heard', node?.heardAt > 0 ? format.time(node.heardAt) : format.UNKNOWN],
      ['up', node?.upAt != null && heard ? format.seconds(Math.max(60, (node.heardAt - node.upAt) / 1000)) : format.UNKNOWN],
      ['lost', format.share(node?.lost)],
      ['processed by', this.#served],
    ];
    if (this.#facts.children.length !== pairs.length) {
      this.#facts.replaceChildren(...pairs.map(() => el('div', {}, el('dt'), el('dd'))));
    }
    pairs.forEach(([term, value], i) => {
      say(this.#facts.children[i].firstChild, term);
      say(this.#facts.children[i].lastChild, value);
    });
  }

  state({instance}) {
    this.#served = instance ?? format.UNKNOWN;
  }
}

function countersOf({counters = {}, clock_offset_ms: offset, clock_drift_ppm: drift, next_sample: next, session, model_id: model}) {
  const seconds = samples => Number.isFinite(samples) ? format.seconds(samples / 16000) : format.UNKNOWN;
  return [
    ['heard', seconds(counters.samples_heard), 'sound that was scored'],
    ['lost', seconds(counters.samples_lost), 'sound that never came'],
    ['late', seconds(counters.samples_late), 'sound that came too late to be used'],
    ['duplicate', seconds(counters.samples_duplicate), 'sound that came more than once'],
    ['dead letters', format.count(counters.dead_letters), 'records in its name that could not be used'],
    ['restarts', format.count(counters.restarts), 'of the node, as its samples tell'],
    ['clock ahead', Number.isFinite(offset) ? `${format.decibel(offset)} ms` : format.UNKNOWN, "of the cluster's, as far as its frames tell"],
    ['clock drift', Number.isFinite(drift) ? `${format.decibel(drift)} ppm` : format.UNKNOWN],
    ['session', session ?? format.UNKNOWN],
    ['next sample', format.count(next)],
    ['model', model ?? format.UNKNOWN],
  ];
}
