// Why an alarm was raised, or was not: asked for a moment or a range, and of near misses.

import * as api from './api.js';
import {el, mark, say} from './dom.js';
import * as format from './format.js';
import {whyHref} from './router.js';

const PAGE = 20;
const TENTHS = 21; // characters of a time to the tenth of a second

/** The question and its answer, for one node. */
export class Explain {
  #node;
  #minute;
  #from = el('input', {type: 'datetime-local', step: '0.1', required: true});
  #to = el('input', {type: 'datetime-local', step: '0.1', required: true});
  #answer = el('div', {class: 'answer', role: 'status'});
  #asked = new AbortController();
  element = el('form', {class: 'explain', 'aria-label': 'Ask why', on: {submit: event => {
    event.preventDefault();
    this.#ask(Date.parse(this.#from.value), Date.parse(this.#to.value));
  }}},
  el('div', {class: 'ask'},
    el('label', {}, el('span', {}, 'From'), this.#from), el('label', {}, el('span', {}, 'To'), this.#to),
    el('button', {type: 'submit', class: 'main'}, 'Why?'),
    el('button', {type: 'button', on: {click: () => this.#askLast(10000)}}, 'Last 10 s'),
    el('button', {type: 'button', on: {click: () => this.#askLast(60000)}}, 'Last minute')),
  this.#answer);

  /** @param minute whose plot is asked by clicking, and shows what is asked */
  constructor(node, minute) {
    this.#node = node;
    this.#minute = minute;
    minute.onSelect((from, to) => this.show(from, to));
  }

  /** Asks; times in milliseconds or ISO 8601, equal for a moment. */
  show(from, to) {
    const [start, end] = [from, to].map(when => new Date(when).getTime());
    this.#from.value = format.localTime(start, TENTHS);
    this.#to.value = format.localTime(end, TENTHS);
    this.#ask(start, end);
    this.element.scrollIntoView({block: 'nearest'});
  }

  close() {
    this.#asked.abort();
  }

  #askLast(ms) {
    const till = this.#minute.till || Date.now();
    this.show(till - ms, till);
  }

  async #ask(from, to) {
    this.#asked.abort();
    this.#asked = new AbortController();
    const {signal} = this.#asked;
    this.#minute.select(from, to);
    const iso = ms => new Date(ms).toISOString();
    const question = to > from ? {from: iso(from), to: iso(to)} : {at: iso(from)};
    try {
      const answer = await api.get(api.path('/api/nodes', this.#node, `/explain${api.query(question)}`), {signal});
      this.#answer.replaceChildren(answer.stretches.length > 0 ? listOf(answer.stretches) : nothingKnown(answer.known_from));
    } catch (e) {
      if (!signal.aborted) say(this.#answer, e.message);
    }
  }
}

/** Alarms that almost were: of a node, or of the whole city. */
export class NearMisses {
  #filters;
  #onAsk;
  #cursor = null;
  #list = el('ol', {class: 'stretches'});
  #empty = el('p', {class: 'empty', hidden: true}, 'No near miss is known.');
  #more = el('button', {type: 'button', class: 'more', hidden: true, on: {click: () => this.#next()}}, 'Show more');
  #again = el('button', {type: 'button', class: 'again', on: {click: () => this.start()}}, 'Look again');
  element = el('div', {class: 'log', tabindex: 0, role: 'group', 'aria-label': 'List of near misses'},
    this.#empty, this.#list, this.#more, this.#again);

  /**
   * @param filters {node} or none
   * @param onAsk gets one whose reasons are asked for; `null`: the node's page is linked instead
   */
  constructor(filters, onAsk) {
    this.#filters = filters;
    this.#onAsk = onAsk;
  }

  async start() {
    this.#cursor = null;
    this.#list.replaceChildren();
    await this.#next();
  }

  async #next() {
    try {
      const {items, next_cursor: cursor} = await api.get(`/api/near-misses${api.query({...this.#filters, limit: PAGE, cursor: this.#cursor})}`);
      this.#cursor = cursor;
      this.#list.append(...items.map(miss => el('li', {'data-outcome': miss.outcome},
        this.#onAsk === null && el('a', {class: 'where', href: whyHref(miss.node_id, miss.from, miss.to)}, miss.node_id),
        ...told(miss), this.#onAsk && el('button', {type: 'button', on: {click: () => this.#onAsk(miss)}}, 'Why?'))));
      say(this.#empty, 'No near miss is known.');
      this.#empty.hidden = this.#list.children.length > 0;
      this.#more.hidden = !cursor;
    } catch (e) {
      this.#empty.hidden = false;
      say(this.#empty, e.message);
    }
  }
}

const listOf = stretches => el('ol', {class: 'stretches'},
  ...stretches.map(stretch => el('li', {'data-outcome': stretch.outcome}, ...told(stretch))));

const nothingKnown = from =>
  el('p', {class: 'empty'}, `Nothing is known of then.${from ? ` Known from ${format.time(from)} on.` : ''}`);

function told({from, to, state, text}) {
  return [mark(state ?? 'QUIET'), el('time', {datetime: from}, `${format.moment(from)} to ${format.moment(to)}`), el('span', {class: 'text'}, text)];
}
