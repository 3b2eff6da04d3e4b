// Columns of values over time as a picture: the newest minute, in a ring, so that each is painted once.

import {within} from './plot.js';

/** Viridis, even to the eye and to who does not see red from green: a polynomial through its colours. */
const VIRIDIS = [
  [0.2777273, 0.0054073, 0.3340998], [0.1050930, 1.4046135, 1.3845902], [-0.3308618, 0.2148476, 0.0950952],
  [-4.6342305, -5.7991010, -19.3324410], [6.2282699, 14.1799334, 56.6905526], [4.7763850, -13.7451454, -65.3530326],
  [-5.4354559, 4.6458526, 26.3124352],
];

const COLOURS = Uint8ClampedArray.from({length: 256 * 3}, (_, i) => {
  const t = Math.floor(i / 3) / 255;
  return 255 * VIRIDIS.reduceRight((sum, c) => sum * t + c[i % 3], 0);
});

const RANGE_EVERY = 250; // columns

export class Waterfall {
  #rows;
  #columns;
  #hopMs;
  #ranges;
  #values;
  #picture;
  #g;
  #newest = null; // index of the newest column, counted from the epoch
  #sinceRange = Infinity;
  #range = [];

  /**
   * @param rows values a column, the first at the bottom
   * @param spanMs of time that is kept
   * @param hopMs from column to column
   * @param ranges of a Float32Array of columns, what is darkest and lightest: [low, high] for each row
   */
  constructor(rows, spanMs, hopMs, ranges) {
    this.#rows = rows;
    this.#columns = Math.round(spanMs / hopMs);
    this.#hopMs = hopMs;
    this.#ranges = ranges;
    this.#values = new Float32Array(rows * this.#columns).fill(NaN);
    this.#picture = Object.assign(document.createElement('canvas'), {width: this.#columns, height: rows});
    this.#g = this.#picture.getContext('2d', {willReadFrequently: true});
  }

  /** Columns that follow each other, the last of which ends at `endMs`. */
  push(endMs, columns) {
    const last = Math.round(endMs / this.#hopMs);
    const first = last - columns.length + 1;
    if (this.#newest !== null && last < this.#newest - this.#columns) this.clear(); // the node's clock went back
    const from = this.#newest === null ? first : Math.min(this.#newest + 1, first);
    for (let at = Math.max(from, last - this.#columns + 1); at < first; at++) this.#put(at, null);
    columns.forEach((column, i) => this.#put(first + i, column));
    this.#newest = Math.max(this.#newest ?? last, last);
    this.#sinceRange += columns.length;
    if (this.#sinceRange >= RANGE_EVERY) {
      this.#sinceRange = 0;
      this.#range = this.#ranges(this.#values, this.#rows);
      this.#paint(0, this.#columns);
    } else {
      for (let at = from; at <= last; at++) this.#paint(this.#slot(at), 1);
    }
  }

  clear() {
    this.#values.fill(NaN);
    this.#g.clearRect(0, 0, this.#columns, this.#rows);
    this.#newest = null;
    this.#sinceRange = Infinity;
  }

  get range() {
    return this.#range;
  }

  /** Draws the time from..to into the box. */
  draw(g, {left, top, width, height}, from, to) {
    if (this.#newest === null) return;
    const first = Math.max(Math.floor(from / this.#hopMs), this.#newest - this.#columns + 1);
    const pixels = width / ((to - from) / this.#hopMs);
    within(g, {left, top, width, height});
    g.imageSmoothingEnabled = false;
    for (let at = first; at <= this.#newest;) {
      const slot = this.#slot(at);
      const run = Math.min(this.#columns - slot, this.#newest - at + 1);
      g.drawImage(this.#picture, slot, 0, run, this.#rows,
        left + (at * this.#hopMs - from) / this.#hopMs * pixels, top, run * pixels, height);
      at += run;
    }
    g.restore();
  }

  #slot(at) {
    return ((at % this.#columns) + this.#columns) % this.#columns;
  }

  #put(at, column) {
    const start = this.#slot(at) * this.#rows;
    for (let row = 0; row < this.#rows; row++) this.#values[start + row] = column ? column[row] : NaN;
  }

  #paint(slot, count) {
    const image = this.#g.createImageData(count, this.#rows);
    for (let i = 0; i < count; i++) {
      for (let row = 0; row < this.#rows; row++) {
        const value = this.#values[(slot + i) * this.#rows + row];
        if (Number.isNaN(value)) continue;
        const [low, high] = this.#range[row];
        const shade = 3 * Math.max(0, Math.min(255, Math.round(255 * (value - low) / (high - low || 1))));
        const pixel = 4 * ((this.#rows - 1 - row) * count + i);
        image.data[pixel] = COLOURS[shade];
        image.data[pixel + 1] = COLOURS[shade + 1];
        image.data[pixel + 2] = COLOURS[shade + 2];
        image.data[pixel + 3] = 255;
      }
    }
    this.#g.putImageData(image, slot, 0);
  }
}

/** One range for all rows, from the quiet to the loudest. */
export function commonRange(values, rows) {
  const sorted = values.filter(value => !Number.isNaN(value)).sort();
  const low = sorted[Math.floor(sorted.length * .02)] ?? -100;
  const high = Math.max(low + 20, sorted.at(-1) ?? 0);
  return Array.from({length: rows}, () => [low, high]);
}

/** A range for each row, two and a half deviations to both sides of its mean: coefficients differ by orders. */
export function rowRanges(values, rows) {
  return Array.from({length: rows}, (_, row) => {
    let [n, sum, squares] = [0, 0, 0];
    for (let i = row; i < values.length; i += rows) {
      const value = values[i];
      if (Number.isNaN(value)) continue;
      n++;
      sum += value;
      squares += value * value;
    }
    const mean = n === 0 ? 0 : sum / n;
    const deviation = n === 0 ? 1 : Math.sqrt(Math.max(1e-6, squares / n - mean * mean));
    return [mean - 2.5 * deviation, mean + 2.5 * deviation];
  });
}

/** The colours from low to high, as a legend. */
export function legend(g, left, top, width, height) {
  for (let i = 0; i < width; i++) {
    const shade = 3 * Math.floor(255 * i / width);
    g.fillStyle = `rgb(${COLOURS[shade]} ${COLOURS[shade + 1]} ${COLOURS[shade + 2]})`;
    g.fillRect(left + i, top, 1.5, height);
  }
}
