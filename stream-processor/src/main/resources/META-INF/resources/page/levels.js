// Levels of a calibrated node, as a sound level meter tells them.

import * as api from './api.js';
import {el, facts} from './dom.js';
import * as format from './format.js';
import {box, colour, line, rows, scale, Surface, times} from './plot.js';

const EVERY_MS = 5000;

export class LevelFigures {
  #node;
  #figures = el('div');
  #soon = el('p', {class: 'hint', hidden: true}, 'Those of a quarter of an hour are known once one is over.');
  #canvas = el('canvas', {class: 'plot', role: 'img', 'aria-label': 'LAeq of each second, dB(A)'});
  #surface = new Surface(this.#canvas, (g, size) => this.#draw(g, size));
  #seconds = [];
  #calibrated = false;
  #timer = null;
  element = el('div', {class: 'levels', hidden: true}, this.#figures, this.#soon, this.#canvas);

  constructor(node) {
    this.#node = node;
  }

  start() {
    this.#timer = setInterval(() => this.#ask(), EVERY_MS);
  }

  calibrated(calibrated) {
    if (this.#calibrated === calibrated) return;
    this.#calibrated = calibrated;
    this.element.hidden = true;
    this.#ask();
  }

  close() {
    clearInterval(this.#timer);
    this.#surface.close();
  }

  async #ask() {
    if (!this.#calibrated) return;
    let levels;
    try {
      levels = await api.getOrNull(api.path('/api/nodes', this.#node, '/levels'));
    } catch {
      return; // asked again
    }
    if (!levels) return;
    const unit = value => Number.isFinite(value) ? `${format.decibel(value)} dB(A)` : format.UNKNOWN;
    this.#figures.replaceChildren(facts([
      ['LAeq,15min', unit(levels.laeq_15min)], ['LAFmax', unit(levels.lafmax)],
      ['L10', unit(levels.l10), 'exceeded a tenth of the time'], ['L90', unit(levels.l90), 'exceeded nine tenths of the time: the background'],
      ['since', levels.since ? format.time(levels.since) : format.UNKNOWN]]));
    this.#soon.hidden = Boolean(levels.since);
    this.#seconds = (levels.laeq_1s ?? []).map(([at, value]) => ({at, value}));
    this.element.hidden = false;
    this.#surface.invalidate();
  }

  #draw(g, size) {
    const points = this.#seconds.filter(({value}) => Number.isFinite(value));
    if (points.length < 2) return;
    const inner = box(size);
    const low = Math.floor((Math.min(...points.map(({value}) => value)) - 2) / 10) * 10;
    const high = Math.max(low + 20, Math.ceil((Math.max(...points.map(({value}) => value)) + 2) / 10) * 10);
    const y = scale(low, high, inner.bottom, inner.top);
    const [from, to] = [points[0].at, points.at(-1).at];
    const x = scale(from, to, inner.left, inner.right);
    const ticks = [];
    for (let value = low; value <= high; value += 10) ticks.push([value, String(value)]);
    rows(g, inner, y, ticks);
    times(g, inner, x, from, to);
    line(g, points, x, y, colour('level'), {base: inner.bottom, width: 1.5, holeMs: 3000});
  }
}
