// Anomalies as cards, with filters that live in the address.

import * as api from './api.js';
import {mountAudio} from './audio.js';
import {el, mark, say} from './dom.js';
import * as format from './format.js';
import {box, colour, line, rows, scale, Surface, threshold} from './plot.js';
import {hrefOf, whyHref} from './router.js';

const PAGE = 30;
const CARDS_MAX = 600;
const HEARD_BY_MAX = 4;
const UNLABELLED = 'unusual sound';

export const FILTERS = ['phase', 'node', 'label', 'min_score', 'min_level', 'from', 'to'];

/** The list of anomalies that pass the filters: a page of the past, and what comes live. */
export class Anomalies {
  element = el('ol', {class: 'anomalies'});
  #empty = el('p', {class: 'empty'}, 'Looking for anomalies …');
  #more = el('button', {type: 'button', class: 'more', hidden: true, on: {click: () => this.#next()}}, 'Show earlier ones');
  #trouble = el('p', {class: 'trouble', role: 'alert', hidden: true});
  #knownFrom = el('p', {class: 'hint', hidden: true});
  #city;
  #filters;
  #options;
  #cards = new Map();
  #cursor = null;
  #oldest = Infinity; // of those that were asked for
  #early = []; // what came live before the first answer, which says where a page ends; null afterwards
  #asked = new AbortController();
  #seen = new IntersectionObserver(entries => {
    for (const {isIntersecting, target} of entries) this.#cardOf(target)?.visible(isIntersecting);
  }, {rootMargin: '120px'});

  /**
   * @param filters as the REST has them, by name
   * @param named whether cards name their node
   * @param listen whether they lead to the sound that was kept
   */
  constructor(city, filters, {named = true, listen = false} = {}) {
    this.#city = city;
    this.#filters = filters;
    this.#options = {named, listen};
  }

  /** All that goes into the document. */
  get parts() {
    return [this.#trouble, this.#empty, this.element, this.#more, this.#knownFrom];
  }

  /** Asks for the newest. */
  async start() {
    this.#cursor = null;
    await this.#next();
  }

  /** What came live. */
  live(anomalies) {
    if (this.#early !== null) {
      this.#early = [...this.#early, ...anomalies].slice(-CARDS_MAX);
      return;
    }
    for (const anomaly of anomalies) {
      const card = this.#cards.get(anomaly.anomaly_id);
      if (!passes(anomaly, this.#filters)) {
        if (card) this.#drop(card);
      } else if (card || !this.#isOfALaterPage(anomaly)) {
        this.#put(anomaly);
      }
    }
    if (anomalies.length > 0) this.#arrange();
  }

  /** A beat that says everything says also what stands further down than has been asked for. */
  #isOfALaterPage(anomaly) {
    return this.#cursor !== null && !anomaly.open && Date.parse(anomaly.started_at) < this.#oldest;
  }

  /** Where nodes hang was told. */
  placesChanged() {
    for (const card of this.#cards.values()) card.placeChanged();
  }

  close() {
    this.#asked.abort();
    this.#seen.disconnect();
    for (const card of this.#cards.values()) card.close();
  }

  async #next() {
    this.#more.disabled = true;
    try {
      const question = api.query({...this.#filters, limit: PAGE, cursor: this.#cursor});
      const {items, next_cursor: cursor, known_from: from} =
        await api.get(`/api/anomalies${question}`, {signal: this.#asked.signal});
      this.#trouble.hidden = true;
      for (const anomaly of items) {
        this.#put(anomaly);
        this.#oldest = Math.min(this.#oldest, Date.parse(anomaly.started_at));
      }
      this.#cursor = cursor;
      this.#arrange();
      this.#more.hidden = !cursor;
      this.#knownFrom.hidden = Boolean(cursor) || !from;
      if (from) say(this.#knownFrom, `Known from ${format.time(from)} on.`);
    } catch (e) {
      if (this.#asked.signal.aborted) return;
      this.#empty.hidden = true;
      this.#trouble.hidden = false;
      say(this.#trouble, e.message);
      this.#more.hidden = false;
    } finally {
      this.#more.disabled = false;
    }
    this.#takeEarly();
  }

  #takeEarly() {
    const early = this.#early ?? [];
    this.#early = null;
    this.live(early);
  }

  #put(anomaly) {
    let card = this.#cards.get(anomaly.anomaly_id);
    if (!card) {
      card = new Card(this.#city, this.#options);
      this.#cards.set(anomaly.anomaly_id, card);
      this.#seen.observe(card.element);
    }
    if (card.anomaly === null || card.anomaly.revision <= anomaly.revision) card.show(anomaly);
  }

  #cardOf(element) {
    return this.#cards.get(element.dataset.id);
  }

  /** Open ones first, then the newest; what is in order already is not touched. */
  #arrange() {
    const sorted = [...this.#cards.values()].sort((a, b) =>
      b.anomaly.open - a.anomaly.open || b.startedAt - a.startedAt);
    for (const card of sorted.splice(CARDS_MAX)) this.#drop(card);
    let at = this.element.firstElementChild;
    for (const {element} of sorted) {
      if (element === at) at = at.nextElementSibling;
      else this.element.insertBefore(element, at);
    }
    this.#empty.hidden = sorted.length > 0;
    const filtered = Object.values(this.#filters).some(value => value);
    say(this.#empty, filtered ? 'No anomaly passes these filters.' : 'Nothing out of the ordinary so far.');
  }

  #drop(card) {
    this.#seen.unobserve(card.element);
    card.close();
    card.element.remove();
    this.#cards.delete(card.anomaly.anomaly_id);
  }
}

class Card {
  anomaly = null;
  startedAt = 0;
  #city;
  #what = el('strong', {class: 'what'});
  #confidence = el('span', {class: 'hint', title: 'how sure of the kind'});
  #phase = el('span', {class: 'phase'});
  #sign = el('span', {class: 'sign'});
  #node = el('a', {class: 'where'});
  #place = el('span', {class: 'place'});
  #time = el('time');
  #figures = el('dl', {class: 'figures'});
  #canvas = el('canvas', {class: 'through', role: 'img'});
  #why = el('a', {class: 'why'}, 'Why?');
  #heard = el('span', {class: 'heard', hidden: true});
  #sound = el('button', {type: 'button', class: 'sound', hidden: true, 'aria-expanded': 'false', on: {click: () => this.#toggleSound()}}, 'Sound');
  #listen;
  #heardHere = null; // the sound, while it is shown
  #surface = null;
  #details = null;
  #visible = false;
  #asked = null; // the revision whose details were asked for
  element;

  constructor(city, {named, listen}) {
    this.#city = city;
    this.#listen = listen;
    this.element = el('li', {class: 'anomaly'},
      el('p', {class: 'head'}, this.#sign, this.#what, this.#confidence, this.#phase),
      el('p', {class: 'whereabouts'}, named && this.#node, named && this.#place, this.#time),
      this.#canvas, this.#figures, el('p', {class: 'last'}, this.#heard, this.#sound, this.#why));
  }

  show(anomaly) {
    this.anomaly = anomaly;
    this.startedAt = Date.parse(anomaly.started_at);
    this.element.dataset.id = anomaly.anomaly_id;
    this.element.classList.toggle('is-open', anomaly.open);
    this.#sign.replaceChildren(mark(anomaly.open ? 'OPEN' : 'CLOSING'));
    say(this.#what, format.capital(format.what(anomaly.label)));
    say(this.#confidence, anomaly.label && anomaly.label_confidence != null ? format.score(anomaly.label_confidence) : '');
    say(this.#phase, anomaly.open ? 'open' : format.ending(anomaly.end_reason));
    say(this.#node, anomaly.node_id);
    this.#node.setAttribute('href', hrefOf('nodes', anomaly.node_id));
    const till = anomaly.ended_at ?? anomaly.updated_at;
    this.#why.setAttribute('href', whyHref(anomaly.node_id, anomaly.started_at, till));
    this.#why.setAttribute('aria-label', `Why? ${anomaly.node_id}, ${format.time(anomaly.started_at)}`);
    this.#sound.hidden = !this.#listen || anomaly.open;
    this.#sound.setAttribute('aria-label', `Sound of ${anomaly.node_id}, ${format.time(anomaly.started_at)}`);
    this.placeChanged();
    this.#time.dateTime = anomaly.started_at;
    say(this.#time, format.time(anomaly.started_at));
    this.#figures.replaceChildren(
      figure('how sure', format.sureness(anomaly.mean_score)), figure('peak', format.score(anomaly.peak_score)), figure('mean', format.score(anomaly.mean_score)),
      figure('lasted', format.lasting(anomaly)), figure('loudest', format.level(anomaly.lafmax_dbfs, anomaly.calibration_offset_db)),
      figure('LAeq', format.level(anomaly.laeq_dbfs, anomaly.calibration_offset_db)));
    this.#canvas.setAttribute('aria-label', `Score of ${anomaly.node_id} through it, peak ${format.score(anomaly.peak_score)}`);
    this.#askForDetails();
  }

  placeChanged() {
    say(this.#place, this.#city.nodes.get(this.anomaly.node_id)?.place ?? '');
  }

  visible(visible) {
    this.#visible = visible;
    this.#askForDetails();
  }

  close() {
    this.#surface?.close();
    this.#heardHere?.close();
  }

  #toggleSound() {
    if (this.#heardHere) {
      this.#heardHere.close();
      this.#heardHere.element.remove();
      this.#heardHere = null;
    } else {
      this.#heardHere = mountAudio(this.element, this.anomaly.anomaly_id);
    }
    this.#sound.setAttribute('aria-expanded', String(this.#heardHere !== null));
  }

  /** Only of what can be seen, and again when it has gone on. */
  async #askForDetails() {
    const {anomaly_id: id, revision} = this.anomaly;
    if (!this.#visible || this.#asked === revision) return;
    this.#asked = revision;
    this.#surface ??= new Surface(this.#canvas, (g, size) => this.#draw(g, size));
    try {
      this.#details = await api.getOrNull(api.path('/api/anomalies', id));
    } catch {
      this.#asked = null; // asked again with the next change
      return;
    }
    this.#surface.invalidate();
    const others = this.#details?.heard_by ?? [];
    this.#heard.hidden = others.length === 0;
    this.#heard.replaceChildren('Heard too by ', ...others.slice(0, HEARD_BY_MAX).flatMap(({node_id, distance_m}, i) => [
      i === 0 ? '' : ', ',
      el('a', {href: hrefOf('nodes', node_id)}, node_id),
      Number.isFinite(distance_m) ? ` (${format.metres(distance_m)})` : '',
    ]), others.length > HEARD_BY_MAX ? ` and ${others.length - HEARD_BY_MAX} more` : '');
  }

  #draw(g, size) {
    const curve = this.#details?.curve ?? [];
    const inner = box(size, {left: 26, right: 6, top: 5, bottom: 5});
    const y = scale(0, 1, inner.bottom, inner.top);
    rows(g, inner, y, [[0, '0'], [1, '1']]);
    threshold(g, inner, y, this.anomaly.threshold, '', colour('soft'));
    if (curve.length === 0) {
      g.fillStyle = colour('soft');
      g.textAlign = 'center';
      g.textBaseline = 'middle';
      if (this.#details === null) return;
      g.fillText('its course is not kept any more', (inner.left + inner.right) / 2, size.height / 2);
      return;
    }
    const x = scale(curve[0][0], Math.max(curve.at(-1)[0], curve[0][0] + 1), inner.left, inner.right);
    const levels = curve.map(([at, , , value]) => ({at, value})).filter(({value}) => Number.isFinite(value));
    const low = Math.min(...levels.map(({value}) => value)) - 3;
    const high = Math.max(low + 20, ...levels.map(({value}) => value));
    line(g, levels, x, scale(low, high, inner.bottom, inner.top), colour('level'), {base: inner.bottom, width: 1});
    const ink = colour(this.anomaly.open ? 'alarm' : 'calm');
    g.fillStyle = ink;
    g.globalAlpha = .45;
    for (const [at, score] of curve) g.fillRect(x(at) - 1, y(score) - 1, 2, 2);
    g.globalAlpha = 1;
    line(g, curve.map(([at, , value]) => ({at, value})), x, y, ink);
  }
}

const figure = (term, value) => el('div', {}, el('dt', {}, term), el('dd', {}, value));

/** Whether an anomaly that came live passes, by the rules of REST. */
function passes(anomaly, {node, label, phase, min_score: minScore, min_level: minLevel, from, to}) {
  const started = Date.parse(anomaly.started_at);
  const level = anomaly.lafmax_dbfs + (anomaly.calibration_offset_db ?? 0);
  return (!node || anomaly.node_id === node)
    && (!label || (anomaly.label ?? UNLABELLED) === label)
    && (!phase || anomaly.open === (phase === 'OPEN'))
    && (!minScore || anomaly.peak_score >= Number(minScore))
    && (!minLevel || level >= Number(minLevel))
    && (!from || started >= Date.parse(from))
    && (!to || started <= Date.parse(to));
}

/** The filters as a form; `onChange` gets them all when one was changed. */
export function filterForm(values, labels, onChange) {
  const field = (name, title, attributes) => el('label', {}, el('span', {}, title),
    el('input', {name, value: values[name], ...attributes}));
  const choice = (name, title, options) => el('label', {}, el('span', {}, title), el('select', {name}, ...options.map(
    ([value, word]) => el('option', {value, selected: value === (values[name] ?? '')}, word))));
  const form = el('form', {class: 'filters', 'aria-label': 'Filters of the anomalies', on: {
    submit: event => event.preventDefault(),
    change: () => onChange(Object.fromEntries(FILTERS.map(name => [name, said(form.elements[name])]))),
  }},
  choice('phase', 'State', [['', 'open and closed'], ['OPEN', 'open'], ['CLOSED', 'closed']]),
  field('node', 'Node', {type: 'search', placeholder: 'any', autocomplete: 'off', spellcheck: 'false'}),
  choice('label', 'Kind', [['', 'any'], [UNLABELLED, UNLABELLED], ...labels.map(label => [label, format.what(label)])]),
  field('min_score', 'Peak score from', {type: 'number', min: 0, max: 1, step: .05, placeholder: '0'}),
  field('min_level', 'Loudest from, dB', {type: 'number', min: -120, max: 160, step: 1, placeholder: 'any'}),
  field('from', 'From', {type: 'datetime-local', step: 1, value: format.localTime(values.from, 19)}),
  field('to', 'To', {type: 'datetime-local', step: 1, value: format.localTime(values.to, 19)}),
  el('button', {type: 'button', on: {click: () => onChange({})}}, 'Clear'));
  return form;
}

/** What a field says; times as REST and whoever is given the address understand them, wherever they are. */
function said({type, value}) {
  return type === 'datetime-local' && value !== '' ? new Date(value).toISOString() : value.trim();
}
