// One card a node, in the order of their names. What nodes call themselves is text, never markup.

import * as format from './format.js';
import {Trace} from './plot.js';

export class Nodes {
  #list = document.getElementById('nodes');
  #empty = document.getElementById('nodes-empty');
  #template = document.getElementById('node-card');
  #cards = new Map();
  #thresholds;

  /** @param thresholds {open, close} of the model */
  constructor(thresholds) {
    this.#thresholds = thresholds;
  }

  /** What changed; if `all`, whoever is not among them is gone. */
  show(nodes, all) {
    if (all) {
      const there = new Set(nodes.map(node => node.node_id));
      for (const [id, card] of this.#cards) {
        if (!there.has(id)) {
          card.element.remove();
          this.#cards.delete(id);
        }
      }
    }
    for (const node of nodes) {
      this.#update(this.#cards.get(node.node_id) ?? this.#add(node.node_id), node);
    }
    this.#empty.hidden = this.#cards.size > 0;
  }

  tallies() {
    const tallies = {listening: 0, silent: 0};
    for (const {silent} of this.#cards.values()) tallies[silent ? 'silent' : 'listening']++;
    return tallies;
  }

  redraw() {
    for (const card of this.#cards.values()) card.trace.draw(card.canvas, this.#thresholds);
  }

  #add(id) {
    const element = this.#template.content.firstElementChild.cloneNode(true);
    const find = selector => element.querySelector(selector);
    find('h3').textContent = id;
    find('h3').title = id;
    find('.bar .open').style.setProperty('--at', this.#thresholds.open);
    find('.bar .close').style.setProperty('--at', this.#thresholds.close);
    find('.plot').setAttribute('aria-label', `score of ${id}, the last minute`);
    const card = {
      element, trace: new Trace(), silent: false, canvas: find('.plot'), state: find('.state'), bar: find('.bar'),
      score: find('.score'), level: find('.level'), lost: find('.lost'), last: find('.last'),
    };
    const next = [...this.#cards.keys()].filter(other => other > id).sort()[0];
    this.#list.insertBefore(element, next === undefined ? null : this.#cards.get(next).element);
    this.#cards.set(id, card);
    return card;
  }

  #update(card, node) {
    card.silent = node.status === 'SILENT';
    const state = card.silent ? 'SILENT' : node.state;
    card.element.dataset.state = state;
    card.state.textContent = format.state(state);
    card.bar.style.setProperty('--score', node.smoothed_score);
    card.bar.setAttribute('aria-valuenow', node.smoothed_score.toFixed(2));
    card.score.textContent = card.silent ? '–' : format.score(node.smoothed_score);
    card.level.textContent = card.silent ? '–' : format.level(node.laeq_dbfs, node.calibration_offset_db);
    card.lost.textContent = lost(node.counters);
    card.last.textContent = card.silent ? `last heard ${format.time(node.heard_at)}` : last(node.last_anomaly);
    if (!card.silent) card.trace.add(Date.parse(node.heard_at), node.score, node.smoothed_score);
    card.trace.draw(card.canvas, this.#thresholds);
  }
}

function lost({samples_heard: heard, samples_lost: lost}) {
  const percent = heard + lost > 0 ? 100 * lost / (heard + lost) : 0;
  return percent === 0 ? '0 %' : percent < .1 ? '< 0.1 %' : `${percent.toFixed(1)} %`;
}

function last(anomaly) {
  if (!anomaly) return 'no anomaly so far';
  const what = anomaly.label ? `${anomaly.label}, ` : '';
  return `last ${format.time(anomaly.started_at)}: ${what}${format.seconds(anomaly.duration_s)}, peak ${format.score(anomaly.peak_score)}`;
}
