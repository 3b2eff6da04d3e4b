// Drawing into canvases: their size, colours and axes, and what is plotted.

const MARGIN = {left: 44, right: 12, top: 8, bottom: 20};
const HOLE_MS = 10000;
const SECONDS_A_TICK = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600];
const PIXELS_A_TICK = 90;

/** Colours of the page by name, read again when it turns dark or light. */
const colours = {};
const surfaces = new Set();

export function colour(name) {
  return colours[name] ??= getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
}

matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => {
  for (const name of Object.keys(colours)) delete colours[name];
  for (const surface of surfaces) surface.invalidate();
});

/**
 * A canvas that is drawn when something has changed, once a frame at most, and only while it can
 * be seen. Whoever makes one closes it.
 */
export class Surface {
  #canvas;
  #draw;
  #size = {width: 0, height: 0};
  #visible = false;
  #dirty = true;
  #frame = null;
  #resized = new ResizeObserver(([{contentRect}]) => {
    this.#size = {width: Math.floor(contentRect.width), height: Math.floor(contentRect.height)};
    this.invalidate();
  });
  #seen = new IntersectionObserver(entries => {
    this.#visible = entries.at(-1).isIntersecting;
    if (this.#visible && this.#dirty) this.invalidate();
  }, {rootMargin: '100px'});

  /** @param draw gets the context, in CSS pixels and cleared, and {width, height} */
  constructor(canvas, draw) {
    this.#canvas = canvas;
    this.#draw = draw;
    this.#resized.observe(canvas);
    this.#seen.observe(canvas);
    surfaces.add(this);
  }

  invalidate() {
    this.#dirty = true;
    if (!this.#visible || this.#frame !== null) return;
    this.#frame = requestAnimationFrame(() => {
      this.#frame = null;
      this.#dirty = false;
      this.#paint();
    });
  }

  close() {
    surfaces.delete(this);
    this.#resized.disconnect();
    this.#seen.disconnect();
    if (this.#frame !== null) cancelAnimationFrame(this.#frame);
  }

  #paint() {
    const {width, height} = this.#size;
    if (width === 0 || height === 0) return;
    const ratio = Math.min(window.devicePixelRatio || 1, 2);
    const [w, h] = [Math.round(width * ratio), Math.round(height * ratio)];
    if (this.#canvas.width !== w || this.#canvas.height !== h) {
      this.#canvas.width = w;
      this.#canvas.height = h;
    }
    const g = this.#canvas.getContext('2d');
    g.setTransform(ratio, 0, 0, ratio, 0, 0);
    g.clearRect(0, 0, width, height);
    g.font = `11px ${FONT}`;
    this.#draw(g, this.#size);
  }
}

export const FONT = 'system-ui, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif';

/** The box within the axes. */
export function box({width, height}, margin = MARGIN) {
  return {
    left: margin.left, top: margin.top, right: width - margin.right, bottom: height - margin.bottom,
    width: width - margin.left - margin.right, height: height - margin.top - margin.bottom,
  };
}

/** From values to pixels. */
export const scale = (from, to, start, end) => value => start + (value - from) / (to - from) * (end - start);

/** Lines and words of the vertical axis: ticks are [value, word]. */
export function rows(g, {left, right}, y, ticks) {
  g.textAlign = 'right';
  g.textBaseline = 'middle';
  g.lineWidth = 1;
  for (const [value, word] of ticks) {
    const at = Math.round(y(value)) + .5;
    g.strokeStyle = colour('line');
    g.beginPath();
    g.moveTo(left, at);
    g.lineTo(right, at);
    g.stroke();
    g.fillStyle = colour('soft');
    g.fillText(word, left - 6, at);
  }
}

/** Words of the time axis, as the clock had it. */
export function times(g, {left, right, bottom, width}, x, from, to) {
  const least = (to - from) / 1000 / Math.max(1, width / PIXELS_A_TICK);
  const step = 1000 * (SECONDS_A_TICK.find(s => s >= least) ?? SECONDS_A_TICK.at(-1));
  g.fillStyle = colour('soft');
  g.strokeStyle = colour('line');
  g.textAlign = 'center';
  g.textBaseline = 'top';
  for (let at = Math.ceil(from / step) * step; at <= to; at += step) {
    const px = x(at);
    if (px < left + 18 || px > right - 18) continue;
    g.beginPath();
    g.moveTo(px, bottom);
    g.lineTo(px, bottom + 4);
    g.stroke();
    g.fillText(new Date(at).toLocaleTimeString(undefined, {hour12: false}), px, bottom + 6);
  }
}

/** A dashed line across, with its name at one of its ends. */
export function threshold(g, {left, right, top}, y, value, name, ink, end = 'left') {
  const at = Math.round(y(value)) + .5;
  g.save();
  g.strokeStyle = ink;
  g.fillStyle = ink;
  g.lineWidth = 1;
  g.setLineDash([5, 4]);
  g.beginPath();
  g.moveTo(left, at);
  g.lineTo(right, at);
  g.stroke();
  if (name) {
    g.textAlign = 'left';
    g.textBaseline = 'bottom';
    const wide = g.measureText(name).width;
    const start = end === 'left' ? left + 3 : right - wide - 7;
    g.fillStyle = colour('card');
    g.globalAlpha = .8;
    const below = at - 14 < top ? 15 : 0;
    g.fillRect(start, at - 14 + below, wide + 4, 13);
    g.globalAlpha = 1;
    g.fillStyle = ink;
    g.fillText(name, start + 2, at - 1 + below);
  }
  g.restore();
}

/** The runs of points between holes: where nothing was told for a while, nothing is drawn. */
export function runs(points, holeMs = HOLE_MS) {
  const all = [];
  let before = null;
  for (const point of points) {
    if (before === null || point.at - before.at > holeMs) all.push([]);
    all.at(-1).push(point);
    before = point;
  }
  return all;
}

/** A line through points, and a shade under it. */
export function line(g, points, x, y, ink, {base = null, width = 1.6, holeMs} = {}) {
  g.strokeStyle = ink;
  g.fillStyle = ink;
  g.lineWidth = width;
  g.lineJoin = 'round';
  for (const run of runs(points, holeMs)) {
    g.beginPath();
    run.forEach((point, i) => i === 0 ? g.moveTo(x(point.at), y(point.value)) : g.lineTo(x(point.at), y(point.value)));
    g.stroke();
    if (base === null) continue;
    g.lineTo(x(run.at(-1).at), base);
    g.lineTo(x(run[0].at), base);
    g.globalAlpha = .12;
    g.fill();
    g.globalAlpha = 1;
  }
}

/** What is drawn now stays within the box, until the context is restored. */
export function within(g, {left, top, width, height}) {
  g.save();
  g.beginPath();
  g.rect(left, top, width, height);
  g.clip();
}

/** A striped shade: something that is not certain. */
export function stripes(g, left, top, width, height, ink) {
  within(g, {left, top, width, height});
  g.strokeStyle = ink;
  g.globalAlpha = .45;
  g.lineWidth = 1.5;
  g.beginPath();
  for (let at = left - height; at < left + width; at += 7) {
    g.moveTo(at, top + height);
    g.lineTo(at + height, top);
  }
  g.stroke();
  g.restore();
}

export function message(g, {width, height}, text) {
  g.fillStyle = colour('soft');
  g.textAlign = 'center';
  g.textBaseline = 'middle';
  g.font = `13px ${FONT}`;
  g.fillText(text, width / 2, height / 2);
}
