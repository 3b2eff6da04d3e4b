// A minute of one node's score, with the thresholds.

const SPAN_MS = 60000;
const HOLE_MS = 10000;

/** Size and colours of a canvas. Of many, measure all before the first is drawn: one layout, not one each. */
export function measure(canvas) {
  const styles = getComputedStyle(canvas);
  return {
    ratio: window.devicePixelRatio || 1,
    width: canvas.clientWidth,
    height: canvas.clientHeight,
    accent: styles.color,
    line: styles.getPropertyValue('--line'),
    ink: styles.getPropertyValue('--soft'),
  };
}

/** The newest minute of points {at, score, smoothed}, by event time. */
export class Trace {
  #points = [];

  /** Time that goes back, as the node's clock did, takes what lies after it along. */
  add(at, score, smoothed) {
    while (this.#points.length > 0 && this.#points.at(-1).at >= at) this.#points.pop();
    this.#points.push({at, score, smoothed});
    while (this.#points[0].at < at - SPAN_MS) this.#points.shift();
  }

  /**
   * Draws into a canvas: windows as dots, what the decision sees as a line, thresholds dashed.
   *
   * @param look of the canvas, as measured
   */
  draw(canvas, {ratio, width, height, accent, line, ink}, {open, close}) {
    if (width === 0) return;
    if (canvas.width !== Math.round(width * ratio)) {
      canvas.width = Math.round(width * ratio);
      canvas.height = Math.round(height * ratio);
    }
    const g = canvas.getContext('2d');
    g.setTransform(ratio, 0, 0, ratio, 0, 0);
    g.clearRect(0, 0, width, height);
    const y = value => 2 + (1 - value) * (height - 4);

    g.strokeStyle = line;
    g.lineWidth = 1;
    g.beginPath();
    g.moveTo(0, y(0));
    g.lineTo(width, y(0));
    g.stroke();
    g.setLineDash([3, 3]);
    for (const [value, alpha] of [[open, .9], [close, .45]]) {
      g.globalAlpha = alpha;
      g.strokeStyle = ink;
      g.beginPath();
      g.moveTo(0, y(value));
      g.lineTo(width, y(value));
      g.stroke();
    }
    g.setLineDash([]);
    g.globalAlpha = 1;
    if (this.#points.length === 0) return;

    const newest = this.#points.at(-1).at;
    const x = at => width - (newest - at) / SPAN_MS * width;
    g.fillStyle = accent;
    g.globalAlpha = .35;
    for (const point of this.#points) g.fillRect(x(point.at) - 1, y(point.score) - 1, 2, 2);
    g.globalAlpha = 1;
    g.strokeStyle = accent;
    g.lineWidth = 1.6;
    g.lineJoin = 'round';
    for (const run of this.#runs()) {
      g.beginPath();
      run.forEach((point, i) => i === 0 ? g.moveTo(x(point.at), y(point.smoothed)) : g.lineTo(x(point.at), y(point.smoothed)));
      g.stroke();
      g.lineTo(x(run.at(-1).at), y(0));
      g.lineTo(x(run[0].at), y(0));
      g.globalAlpha = .12;
      g.fill();
      g.globalAlpha = 1;
    }
  }

  /** The points between holes: where nothing was told for a while, nothing is drawn. */
  #runs() {
    const runs = [];
    let before = null;
    for (const point of this.#points) {
      if (before === null || point.at - before.at > HOLE_MS) runs.push([]);
      runs.at(-1).push(point);
      before = point;
    }
    return runs;
  }
}
