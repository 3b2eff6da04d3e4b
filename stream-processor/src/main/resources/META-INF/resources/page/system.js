// The machinery: what runs, how fast, how well.

import * as api from './api.js';
import {el, facts, panel, say} from './dom.js';
import {NearMisses} from './explain.js';
import * as format from './format.js';

const EVERY_MS = 2000;
const TALLY_EVERY_MS = 3000;

export const title = () => 'System';

export function show(root, {city, page, model}) {
  const tiles = el('dl', {class: 'tiles', 'aria-label': 'Figures'});
  const instances = el('div', {class: 'instances'});
  const tally = el('div');
  const shadow = el('div');
  const misses = new NearMisses({}, null);
  const demo = panel('Demo: against the ground truth', {id: 'tally', hint: 'what was really played'}, tally);
  const shadowPanel = panel('Shadow model', {id: 'shadow', hint: 'hears along, decides nothing'}, shadow);
  demo.hidden = !page.demo;
  shadowPanel.hidden = true;
  root.append(el('h1', {tabindex: -1}, 'System'), tiles, el('div', {class: 'system-grid'},
    panel('Instances', {id: 'instances', wide: true}, instances),
    panel('Model', {id: 'model-card'}, modelCard(model)), demo, shadowPanel,
    panel('Evaluations', {id: 'evaluations', hint: 'pages written by the trainer'}, evaluations(page)),
    panel('Near misses of the city', {id: 'near-misses', wide: true}, misses.element)));
  misses.start();

  let system = null;
  const refresh = () => showTiles(tiles, {...system, ...city.figures});
  const timers = [every(EVERY_MS, async () => {
    system = await api.get('/api/system');
    refresh();
    showInstances(instances, system);
  }), every(TALLY_EVERY_MS, async () => {
    const found = await api.getOrNull('/api/shadow');
    shadowPanel.hidden = !found || !Object.values(found).some(value => Number(value) > 0);
    if (found) shadow.replaceChildren(facts(pairs(found)));
  })];
  if (page.demo) {
    timers.push(every(TALLY_EVERY_MS, async () => {
      const found = await api.getOrNull('/api/demo');
      tally.replaceChildren(found ? facts(tallyOf(found)) : el('p', {class: 'empty'}, 'Nothing has been played to its end yet.'));
    }));
  }
  const stop = city.listen(change => {
    if (change.figures) refresh();
  });
  return {
    close() {
      stop();
      timers.forEach(stopTimer => stopTimer());
    },
  };
}

/** Does it now and again and again, once at a time; what fails is tried again. */
function every(ms, task) {
  let timer = null;
  let stopped = false;
  const run = async () => {
    try {
      if (!document.hidden) await task();
    } catch {
      // the page's own notice tells
    }
    if (!stopped) timer = setTimeout(run, ms);
  };
  run();
  return () => {
    stopped = true;
    clearTimeout(timer);
  };
}

function showTiles(tiles, figures) {
  const rate = value => Number.isFinite(value) ? format.count(Math.round(value)) : format.UNKNOWN;
  const shown = [
    ['frames a second', rate(figures.frames_per_s)], ['sensors', rate(figures.sensors)],
    ['lag, frames', rate(figures.lag)], ['delay, median', format.delay(figures.delay_p50_s)],
    ['delay, p95', format.delay(figures.delay_p95_s)],
    ['threads restarted', rate(figures.restarts)],
  ];
  if (tiles.children.length !== shown.length) tiles.replaceChildren(...shown.map(() => el('div', {}, el('dt'), el('dd'))));
  shown.forEach(([term, value], i) => {
    say(tiles.children[i].firstChild, term);
    say(tiles.children[i].lastChild, value);
  });
}

function showInstances(element, system) {
  const rows = (system.instances ?? []).map(instance => typeof instance === 'string' ? {instance} : instance);
  const names = [...new Set(rows.flatMap(row => Object.keys(row)))];
  element.replaceChildren(
    facts([['version', system.version ?? format.UNKNOWN], ['state', format.words(system.streams)],
      ['started', system.started_at ? format.time(system.started_at) : format.UNKNOWN],
      ['partitions', text(system.partitions)], ['threads', text(system.threads)]]),
    rows.length === 0 ? '' : el('div', {class: 'table-box', tabindex: 0, role: 'region', 'aria-label': 'Instances'}, el('table', {},
      el('thead', {}, el('tr', {}, ...names.map(name => el('th', {scope: 'col'}, format.words(name))))),
      el('tbody', {}, ...rows.map(row => el('tr', {}, ...names.map(name => el('td', {}, text(row[name])))))))));
}

function text(value) {
  if (value === null || value === undefined) return format.UNKNOWN;
  if (Array.isArray(value)) return value.length > 12 ? format.count(value.length) : value.map(text).join(', ');
  if (typeof value === 'object') return Object.entries(value).map(([name, one]) => `${format.words(name)} ${text(one)}`).join(', ');
  return typeof value === 'number' && !Number.isInteger(value) ? value.toFixed(2) : String(value);
}

const pairs = object => Object.entries(object).map(([name, value]) => [format.words(name), text(value)]);

function modelCard(model) {
  const {decision} = model;
  return el('div', {},
    facts([
      ['name', model.id], ['trained on', model.trained_on], ['size', format.bytes(model.file_bytes)],
      ['parameters', format.count(model.parameters)], ['arena', format.bytes(model.arena_bytes), "memory for the layers' results on a microcontroller"],
      ['operators', model.operators.join(', ')], ['a window each', format.delay(model.stride_seconds)],
      ['opens', `from ${format.score(decision.open_threshold)} for ${format.seconds(decision.for_seconds)}, at once from ${format.score(decision.immediate_threshold)}`],
      ['closes', `below ${format.score(decision.close_threshold)} for ${format.seconds(decision.keep_firing_for_seconds)}`],
      ['out of the ordinary', kinds(model, true)], ['ordinary', kinds(model, false)],
    ]),
    model.quality.length === 0 ? el('p', {class: 'empty'}, 'It says nothing of its quality.')
      : el('div', {class: 'table-box', tabindex: 0, role: 'region', 'aria-label': 'Quality of the model'}, el('table', {},
        el('caption', {}, 'Quality, each with the protocol it was measured by'),
        el('thead', {}, el('tr', {}, ...['protocol', 'on', 'of', 'n', 'accuracy', 'F1', 'ROC AUC'].map(name => el('th', {scope: 'col'}, name)))),
        el('tbody', {}, ...model.quality.map(quality => el('tr', {},
          el('th', {scope: 'row'}, quality.protocol), ...[quality.on, quality.unit, format.count(quality.n), format.percent(quality.accuracy),
            format.score(quality.f1), quality.roc_auc?.toFixed(3) ?? format.UNKNOWN].map(value => el('td', {}, value))))))));
}

const kinds = ({labels}, anomalous) =>
  labels.filter(label => label.anomalous === anomalous).map(({name}) => format.what(name)).join(', ') || format.UNKNOWN;

function tallyOf(found) {
  const delay = found.onset_delay_s ?? {};
  return [
    ['events played', format.count(found.events_played)], ['found', format.count(found.events_found)],
    ['missed', format.count(found.events_missed ?? found.events_played - found.events_found)],
    ['false alarms', format.count(found.false_alarms)],
    ...Number.isFinite(found.false_alarms_per_hour) ? [['false an hour', found.false_alarms_per_hour.toFixed(1), 'for each hour of sound of a node']] : [],
    ...Number.isFinite(delay.p50) ? [['onset to alarm', `${format.seconds(delay.p50)}, p95 ${format.seconds(delay.p95)}`]] : [],
    ...Number.isFinite(found.sound_hours) ? [['sound', `${found.sound_hours.toFixed(2)} h`]] : [],
  ];
}

function evaluations({evaluations: pages = []}) {
  return pages.length === 0 ? el('p', {class: 'empty'}, 'None is served. The trainer writes them; the processor serves those below its --reports folder.')
    : el('ul', {class: 'links'}, ...pages.map(({name, href}) => el('li', {}, el('a', {href}, name))));
}
