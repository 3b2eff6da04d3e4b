// The newest minute of a node: scores and thresholds, levels, spectrogram, MFCCs, and how scores spread.

import {el} from './dom.js';
import * as format from './format.js';
import {box, colour, line, message, rows, runs, scale, stripes, Surface, threshold, times, within} from './plot.js';
import {commonRange, legend, rowRanges, Waterfall} from './waterfall.js';

const SPAN_MS = 60000;
const MEL_BANDS = 40;
const COEFFICIENTS = 13;
const BINS = 40;
const HERTZ_MAX = 8000;
const DRAGGED_PIXELS = 5;
const TOLD_EVERY_MS = 5000;

export class Minute {
  #windows = []; // {at, score, smoothed, state, laeq, lafmax}
  #bins = new Uint32Array(BINS);
  #decision;
  #offset = null;
  #silent = false;
  #selection = null; // {from, to}
  #onSelect = () => {};
  #mel = new Waterfall(MEL_BANDS, SPAN_MS, 20, commonRange);
  #mfcc = new Waterfall(COEFFICIENTS, SPAN_MS, 20, rowRanges);
  #columnsTill = 0;
  #toldAt = -Infinity;
  #scoreBox = null;

  score = plot('Score of the last minute with its thresholds', 'tall');
  level = plot('Level of the last minute');
  spectrogram = plot('Spectrogram of the last minute');
  mfcc = plot('MFCCs of the last minute');
  histogram = plot('How often which score was seen, and the threshold that opens');

  #surfaces = [
    [this.score, this.#drawScore], [this.level, this.#drawLevel], [this.spectrogram, this.#drawSpectrogram],
    [this.mfcc, this.#drawMfcc], [this.histogram, this.#drawHistogram],
  ].map(([canvas, draw]) => new Surface(canvas, (g, size) => draw.call(this, g, size)));

  /** @param decision {open_threshold, close_threshold, immediate_threshold, for_s, keep_firing_for_s} */
  constructor(decision) {
    this.#decision = decision;
    this.#letSelect();
  }

  /** @param listener gets from and to, milliseconds; equal for a moment */
  onSelect(listener) {
    this.#onSelect = listener;
  }

  get till() {
    return Math.max(this.#windows.at(-1)?.at ?? 0, this.#columnsTill);
  }

  decision(decision) {
    this.#decision = {...this.#decision, ...decision};
    this.#changed(0, 4);
  }

  calibration(offset) {
    if (this.#offset === offset) return;
    this.#offset = offset;
    this.#changed(1);
  }

  silent(silent) {
    if (this.#silent === silent) return;
    this.#silent = silent;
    this.#changed(0, 1, 2, 3);
  }

  select(from, to) {
    this.#selection = {from, to};
    this.#changed(0);
  }

  /** Windows in their order, as the stream tells them. */
  windows(windows) {
    for (const [at, score, smoothed, state, laeq, lafmax] of windows) {
      const last = this.#windows.at(-1)?.at ?? -Infinity;
      if (at <= last && at > last - SPAN_MS) { // told again after a reconnection
        if (this.#windows.some(window => window.at === at)) continue;
      }
      while (this.#windows.length > 0 && this.#windows.at(-1).at >= at) this.#windows.pop(); // the node's clock went back
      this.#windows.push({at, score, smoothed, state, laeq, lafmax});
      this.#bins[Math.min(BINS - 1, Math.floor(score * BINS))]++;
    }
    const oldest = this.till - SPAN_MS - 2000;
    while (this.#windows.length > 0 && this.#windows[0].at < oldest) this.#windows.shift();
    this.#tell();
    this.#changed(0, 1, 4);
  }

  /** What the plots show, for who can't see them; not with every window. */
  #tell() {
    const last = this.#windows.at(-1);
    if (!last || Math.abs(last.at - this.#toldAt) < TOLD_EVERY_MS) return;
    this.#toldAt = last.at;
    const most = name => Math.max(...this.#windows.map(window => window[name]));
    this.score.setAttribute('aria-label', `Score of the last minute with its thresholds: ${format.score(last.smoothed)} now, `
      + `${format.score(most('smoothed'))} at most, opens from ${format.score(this.#decision.open_threshold)}`);
    this.level.setAttribute('aria-label', `Level of the last minute: ${format.level(last.laeq, this.#offset)} now, `
      + `${format.level(most('lafmax'), this.#offset)} at most`);
  }

  columns({end_ms: end, mfcc, mel_db: mel}) {
    if (mel?.length > 0 || mfcc?.length > 0) this.#columnsTill = end;
    if (mfcc?.length > 0) this.#mfcc.push(end, mfcc);
    if (mel?.length > 0) this.#mel.push(end, mel);
    this.#changed(2, 3);
  }

  close() {
    for (const surface of this.#surfaces) surface.close();
  }

  #changed(...which) {
    for (const i of which) this.#surfaces[i].invalidate();
  }

  #frame(size, margin) {
    const inner = box(size, margin);
    const to = this.till || Date.now();
    return {inner, from: to - SPAN_MS, to, x: scale(to - SPAN_MS, to, inner.left, inner.right)};
  }

  #drawScore(g, size) {
    const {inner, from, to, x} = this.#frame(size);
    const y = scale(0, 1, inner.bottom, inner.top);
    this.#scoreBox = {inner, from, to, x};
    if (this.#windows.length === 0) {
      message(g, size, this.#silent ? 'The node is silent.' : 'Nothing heard yet.');
      return;
    }
    rows(g, inner, y, [[0, '0'], [.25, '.25'], [.5, '.5'], [.75, '.75'], [1, '1']]);
    times(g, inner, x, from, to);
    within(g, inner);
    this.#drawStates(g, inner, x, y);
    if (this.#selection) {
      g.fillStyle = colour('ink');
      g.globalAlpha = .12;
      const left = x(this.#selection.from);
      g.fillRect(left - 1, inner.top, Math.max(2, x(this.#selection.to) - left), inner.height);
      g.globalAlpha = 1;
    }
    g.fillStyle = colour('calm');
    g.globalAlpha = .5;
    for (const {at, score} of this.#windows) g.fillRect(x(at) - 1.5, y(score) - 1.5, 3, 3);
    g.globalAlpha = 1;
    line(g, this.#windows.map(({at, smoothed}) => ({at, value: smoothed})), x, y, colour('calm'), {base: inner.bottom, width: 2, holeMs: 1500});
    const {open_threshold: open, close_threshold: close, immediate_threshold: immediate} = this.#decision;
    threshold(g, inner, y, close, `closes below ${format.score(close)}`, colour('soft'));
    threshold(g, inner, y, open, `opens from ${format.score(open)}, after ${format.seconds(this.#decision.for_s)}`, colour('alarm'));
    if (immediate <= 1) threshold(g, inner, y, immediate, `at once from ${format.score(immediate)}`, colour('alarm'), 'right');
    if (this.#silent) stripes(g, x(this.#windows.at(-1).at), inner.top, inner.right - x(this.#windows.at(-1).at), inner.height, colour('silent'));
    g.restore();
  }

  /** Pending time is striped from its start to when it opens if it lasts; open time is shaded. */
  #drawStates(g, inner, x, y) {
    const open = y(this.#decision.open_threshold);
    for (const run of runs(this.#windows, 1500)) {
      let start = 0;
      for (let i = 1; i <= run.length; i++) {
        const state = run[start].state;
        if (i < run.length && run[i].state === state) continue;
        const from = run[start].at - 160;
        const to = run[i - 1].at;
        if (state === 'PENDING') {
          const due = from + this.#decision.for_s * 1000;
          stripes(g, x(from), inner.top, x(Math.max(to, i === run.length ? due : to)) - x(from), open - inner.top, colour('pending'));
          g.fillStyle = colour('pending');
          g.fillRect(x(from), open - 2, x(to) - x(from), 4);
        } else if (state === 'OPEN' || state === 'CLOSING') {
          g.fillStyle = colour('alarm');
          g.globalAlpha = state === 'OPEN' ? .16 : .07;
          g.fillRect(x(from), inner.top, x(to) - x(from), inner.height);
          g.globalAlpha = 1;
          g.fillRect(x(from), inner.bottom - 3, x(to) - x(from), 3);
        }
        start = i;
      }
    }
  }

  #drawLevel(g, size) {
    const {inner, from, to, x} = this.#frame(size);
    if (this.#windows.length === 0) {
      message(g, size, this.#silent ? 'The node is silent.' : 'Nothing heard yet.');
      return;
    }
    const offset = this.#offset ?? 0;
    const laeq = this.#windows.map(({at, laeq: value}) => ({at, value: value + offset}));
    const lafmax = this.#windows.map(({at, lafmax: value}) => ({at, value: value + offset}));
    const all = [...laeq, ...lafmax].map(({value}) => value).filter(Number.isFinite);
    const low = Math.floor((Math.min(...all) - 3) / 10) * 10;
    const high = Math.max(low + 20, Math.ceil((Math.max(...all) + 3) / 10) * 10);
    const y = scale(low, high, inner.bottom, inner.top);
    const step = high - low > 60 ? 20 : 10;
    const ticks = [];
    for (let value = low; value <= high; value += step) ticks.push([value, String(value).replace('-', '\u2212')]);
    rows(g, inner, y, ticks);
    times(g, inner, x, from, to);
    within(g, inner);
    line(g, lafmax, x, y, colour('soft'), {width: 1, holeMs: 1500});
    line(g, laeq, x, y, colour('level'), {base: inner.bottom, width: 2, holeMs: 1500});
    g.restore();
    key(g, inner, [['LAeq of a window', colour('level')], ['LAFmax', colour('soft')]], format.levelUnit(this.#offset));
  }

  #drawSpectrogram(g, size) {
    this.#drawPicture(g, size, this.#mel, [.5, 1, 2, 4, 8].map(kilohertz => [bandOf(kilohertz * 1000) / MEL_BANDS, `${kilohertz} kHz`]),
      ([low, high]) => [`${Math.round(low)}`.replace('-', '\u2212'), `${Math.round(high)} dB`.replace('-', '\u2212')]);
  }

  #drawMfcc(g, size) {
    this.#drawPicture(g, size, this.#mfcc, [0, 3, 6, 9, 12].map(row => [(row + .5) / COEFFICIENTS, `c${row}`]), () => ['low', 'high']);
  }

  #drawPicture(g, size, picture, ticks, ends) {
    const {inner, from, to, x} = this.#frame(size, {left: 52, right: 12, top: 20, bottom: 20});
    if (this.#columnsTill === 0) {
      message(g, size, this.#silent ? 'The node is silent.' : 'Nothing heard yet.');
      return;
    }
    g.fillStyle = colour('void');
    g.fillRect(inner.left, inner.top, inner.width, inner.height);
    picture.draw(g, inner, from, to);
    times(g, inner, x, from, to);
    g.fillStyle = colour('soft');
    g.textAlign = 'right';
    g.textBaseline = 'middle';
    for (const [share, word] of ticks) g.fillText(word, inner.left - 6, inner.bottom - share * inner.height);
    const [low, high] = ends(picture.range[0] ?? [0, 1]);
    g.textBaseline = 'top';
    g.fillText(high, inner.right, 3);
    const right = inner.right - g.measureText(high).width - 6;
    g.fillText(low, right - 86, 3);
    legend(g, right - 80, 5, 80, 8);
  }

  #drawHistogram(g, size) {
    const inner = box(size);
    const x = scale(0, 1, inner.left, inner.right);
    const most = Math.max(1, ...this.#bins);
    const y = scale(0, Math.log1p(most), inner.bottom, inner.top + 6);
    const ticks = [1, 10, 100, 1000, 10000].filter(n => n <= most).map(n => [Math.log1p(n), format.count(n)]);
    rows(g, inner, y, [[0, '0'], ...ticks]);
    const {open_threshold: open} = this.#decision;
    const wide = inner.width / BINS;
    this.#bins.forEach((n, bin) => {
      g.fillStyle = colour((bin + .5) / BINS >= open ? 'alarm' : 'calm');
      g.fillRect(x(bin / BINS) + .5, y(Math.log1p(n)), Math.max(1, wide - 1), inner.bottom - y(Math.log1p(n)));
    });
    g.fillStyle = colour('soft');
    g.textAlign = 'center';
    g.textBaseline = 'top';
    for (const value of [0, .25, .5, .75, 1]) g.fillText(String(value), x(value), inner.bottom + 5);
    g.strokeStyle = colour('alarm');
    g.setLineDash([5, 4]);
    g.beginPath();
    g.moveTo(x(open), inner.top);
    g.lineTo(x(open), inner.bottom);
    g.stroke();
    g.setLineDash([]);
    g.fillStyle = colour('alarm');
    g.textAlign = open > .6 ? 'right' : 'left';
    g.fillText(`opens from ${format.score(open)}`, x(open) + (open > .6 ? -5 : 5), inner.top);
  }

  #letSelect() {
    const canvas = this.score;
    let start = null;
    const at = event => {
      const {inner, from, to} = this.#scoreBox;
      const share = (event.clientX - canvas.getBoundingClientRect().left - inner.left) / inner.width;
      return from + Math.max(0, Math.min(1, share)) * (to - from);
    };
    canvas.addEventListener('pointerdown', event => {
      if (!this.#scoreBox || event.button !== 0) return;
      canvas.setPointerCapture(event.pointerId);
      start = {at: at(event), x: event.clientX};
      this.select(start.at, start.at);
    });
    canvas.addEventListener('pointermove', event => {
      if (!start) return;
      const now = at(event);
      this.select(Math.min(start.at, now), Math.max(start.at, now));
    });
    canvas.addEventListener('pointerup', event => {
      if (!start) return;
      const dragged = Math.abs(event.clientX - start.x) >= DRAGGED_PIXELS;
      const now = dragged ? at(event) : start.at;
      const [from, to] = [Math.min(start.at, now), Math.max(start.at, now)];
      start = null;
      this.select(from, to);
      this.#onSelect(from, to);
    });
    canvas.addEventListener('pointercancel', () => { start = null; });
  }
}

function plot(name, size = '') {
  return el('canvas', {class: `plot ${size}`, role: 'img', 'aria-label': name});
}

/** Where in the mel bands a frequency lies: bands are even in Slaney's mel up to 8 kHz. */
function bandOf(hertz) {
  const mel = f => f < 1000 ? f * 3 / 200 : 15 + Math.log(f / 1000) / (Math.log(6.4) / 27);
  return Math.min(MEL_BANDS, mel(hertz) / mel(HERTZ_MAX) * (MEL_BANDS + 1) - .5);
}

function key(g, {right, top}, names, unit) {
  g.textBaseline = 'top';
  g.textAlign = 'right';
  let at = right - 4;
  for (const [name, ink] of [...names.toReversed(), [unit, colour('ink')]]) {
    g.fillStyle = ink;
    g.fillText(name, at, top + 1);
    at -= g.measureText(name).width + 12;
  }
}
