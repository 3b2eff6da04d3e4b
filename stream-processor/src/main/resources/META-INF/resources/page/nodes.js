// One card a node, in the order of their names. What nodes call themselves is text, never markup.

import * as format from './format.js';
import {measure, Trace} from './plot.js';

const SHOWN_MAX = 200;

export class Nodes {
  #list = document.getElementById('nodes');
  #empty = document.getElementById('nodes-empty');
  #more = document.getElementById('nodes-more');
  #template = document.getElementById('node-card');
  #nodes = new Map(); // every node's newest, also of those that have no card
  #cards = new Map();
  #toDraw = new Set();
  #thresholds;

  /** @param thresholds {open, close} of the model */
  constructor(thresholds) {
    this.#thresholds = thresholds;
  }

  /** What changed; if `all`, whoever is not among them is gone. */
  show(nodes, all) {
    const before = this.#nodes;
    if (all) this.#nodes = new Map();
    let others = all;
    for (const node of nodes) {
      others ||= !before.has(node.node_id);
      this.#nodes.set(node.node_id, node);
    }
    if (others) this.#arrange();
    for (const node of nodes) {
      const card = this.#cards.get(node.node_id);
      if (card) this.#update(card, node);
    }
  }

  tallies() {
    const tallies = {listening: 0, silent: 0};
    for (const node of this.#nodes.values()) tallies[isSilent(node) ? 'silent' : 'listening']++;
    return tallies;
  }

  redraw() {
    for (const card of this.#cards.values()) this.#drawSoon(card);
  }

  /** Gives cards to the first nodes by name, and puts them in order. */
  #arrange() {
    const shown = [...this.#nodes.keys()].sort().slice(0, SHOWN_MAX);
    const kept = new Set(shown);
    for (const [id, card] of this.#cards) {
      if (kept.has(id)) continue;
      card.element.remove();
      this.#cards.delete(id);
      this.#toDraw.delete(card);
    }
    let at = this.#list.firstElementChild;
    for (const id of shown) {
      const card = this.#cards.get(id);
      if (card) at = card.element.nextElementSibling;
      else this.#list.insertBefore(this.#add(id, this.#nodes.get(id)).element, at);
    }
    const more = this.#nodes.size - shown.length;
    this.#more.textContent = `${format.count(more)} more not shown: the first ${format.count(SHOWN_MAX)} by name are.`;
    this.#more.hidden = more === 0;
    this.#empty.hidden = this.#nodes.size > 0;
  }

  #add(id, node) {
    const element = this.#template.content.firstElementChild.cloneNode(true);
    const find = selector => element.querySelector(selector);
    find('h3').textContent = id;
    find('h3').title = id;
    find('.bar .open').style.setProperty('--at', this.#thresholds.open);
    find('.bar .close').style.setProperty('--at', this.#thresholds.close);
    find('.plot').setAttribute('aria-label', `score of ${id}, the last minute`);
    const card = {
      element, trace: new Trace(), canvas: find('.plot'), state: find('.state'), bar: find('.bar'),
      score: find('.score'), level: find('.level'), lost: find('.lost'), last: find('.last'),
    };
    this.#cards.set(id, card);
    this.#update(card, node);
    return card;
  }

  #update(card, node) {
    const silent = isSilent(node);
    const state = silent ? 'SILENT' : node.state;
    card.element.dataset.state = state;
    card.state.textContent = format.state(state);
    card.bar.style.setProperty('--score', node.smoothed_score);
    card.bar.setAttribute('aria-valuenow', node.smoothed_score.toFixed(2));
    card.score.textContent = silent ? '–' : format.score(node.smoothed_score);
    card.level.textContent = silent ? '–' : format.level(node.laeq_dbfs, node.calibration_offset_db);
    card.lost.textContent = lost(node.counters);
    card.last.textContent = silent ? `last heard ${format.time(node.heard_at)}` : last(node.last_anomaly);
    if (!silent) card.trace.add(Date.parse(node.heard_at), node.score, node.smoothed_score);
    this.#drawSoon(card);
  }

  /** All that changed is drawn at once, in the next frame, after the page has been laid out once. */
  #drawSoon(card) {
    if (this.#toDraw.size === 0) requestAnimationFrame(() => this.#draw());
    this.#toDraw.add(card);
  }

  #draw() {
    const cards = [...this.#toDraw];
    this.#toDraw.clear();
    const looks = cards.map(card => measure(card.canvas));
    cards.forEach((card, i) => card.trace.draw(card.canvas, looks[i], this.#thresholds));
  }
}

const isSilent = node => node.status === 'SILENT';

function lost({samples_heard: heard, samples_lost: lost}) {
  const percent = heard + lost > 0 ? 100 * lost / (heard + lost) : 0;
  return percent === 0 ? '0 %' : percent < .1 ? '< 0.1 %' : `${percent.toFixed(1)} %`;
}

function last(anomaly) {
  if (!anomaly) return 'no anomaly so far';
  const what = anomaly.label ? `${anomaly.label}, ` : '';
  return `last ${format.time(anomaly.started_at)}: ${what}${format.lasting(anomaly)}, peak ${format.score(anomaly.peak_score)}`;
}
