// Where the nodes hang: one canvas on a Leaflet map, over tiles where there are any, else over a drawn plan.

import {stateOf} from './city.js';
import {el} from './dom.js';
import * as format from './format.js';
import {colour, FONT} from './plot.js';

const L = window.L;
const HIT_PIXELS = 14;
const NAMES_MAX = 60;
const STREET_METRES_MAX = 900; // farther apart, two nodes of one street are no street
const NICE = [1, 2, 5];
const CROWDED_PIXELS = 5; // signs this small are many

const INK = {QUIET: 'calm', PENDING: 'pending', OPEN: 'alarm', CLOSING: 'alarm', SILENT: 'silent', UNKNOWN: 'silent'};
const ORDER = ['UNKNOWN', 'SILENT', 'QUIET', 'PENDING', 'CLOSING', 'OPEN']; // the last are on top

export class CityMap {
  #city;
  #map;
  #canvas = el('canvas', {class: 'dots'});
  #tip = el('p', {class: 'tip', hidden: true});
  #plan;
  #streets = [];
  #placed = [];
  #points = []; // on the screen, as last drawn
  #frame = null;
  #fitted = false;
  #onChoose;
  #scheme = matchMedia('(prefers-color-scheme: dark)');
  #redraw = () => this.redraw();

  /**
   * @param element to be the map
   * @param page what the processor says of itself: {tiles_url, tiles_attribution}
   * @param onChoose gets the id of a node that was clicked
   */
  constructor(element, city, page, onChoose) {
    this.#city = city;
    this.#onChoose = onChoose;
    this.#plan = !page.tiles_url;
    this.#map = L.map(element, {
      attributionControl: false, zoomAnimation: false, fadeAnimation: false, inertia: false, zoomSnap: .25,
      minZoom: 2, maxZoom: 19, zoomControl: false,
    });
    L.control.zoom({position: 'topright'}).addTo(this.#map);
    L.control.scale({imperial: false, position: 'bottomright'}).addTo(this.#map);
    if (page.tiles_url) L.tileLayer(page.tiles_url, {maxZoom: 19}).addTo(this.#map);
    if (page.tiles_attribution) element.append(el('p', {class: 'attribution'}, page.tiles_attribution));
    this.#map.setView([0, 0], 2);
    this.#map.getPanes().overlayPane.append(this.#canvas);
    element.append(this.#tip);
    this.#map.on('move zoom resize viewreset', this.#redraw);
    this.#map.on('click', event => {
      const hit = this.#hit(event.containerPoint);
      if (hit) this.#onChoose(hit.node.id);
    });
    this.#map.on('mousemove', event => this.#point(event.containerPoint));
    this.#map.on('mouseout', () => { this.#tip.hidden = true; });
    this.#scheme.addEventListener('change', this.#redraw);
  }

  /** Nodes came, went or moved. */
  membersChanged() {
    this.#placed = [...this.#city.nodes.values()].filter(node => node.at !== null);
    this.#streets = this.#plan ? streets(this.#placed) : [];
    if (!this.#fitted && this.#placed.length > 0) this.fit();
    this.redraw();
  }

  /** Shows all nodes that have a place. */
  fit() {
    if (this.#placed.length === 0) return;
    this.#fitted = true;
    this.#map.fitBounds(L.latLngBounds(this.#placed.map(node => node.at)), {padding: [36, 36], maxZoom: 17});
  }

  get placed() {
    return this.#placed.length;
  }

  redraw() {
    this.#frame ??= requestAnimationFrame(() => {
      this.#frame = null;
      this.#draw();
    });
  }

  close() {
    if (this.#frame !== null) cancelAnimationFrame(this.#frame);
    this.#scheme.removeEventListener('change', this.#redraw);
    this.#map.remove();
  }

  #draw() {
    const {x: width, y: height} = this.#map.getSize();
    if (width === 0 || height === 0) return;
    const ratio = Math.min(window.devicePixelRatio || 1, 2);
    if (this.#canvas.width !== Math.round(width * ratio) || this.#canvas.height !== Math.round(height * ratio)) {
      this.#canvas.width = Math.round(width * ratio);
      this.#canvas.height = Math.round(height * ratio);
      this.#canvas.style.width = `${width}px`;
      this.#canvas.style.height = `${height}px`;
    }
    L.DomUtil.setPosition(this.#canvas, this.#map.containerPointToLayerPoint([0, 0]));
    const g = this.#canvas.getContext('2d');
    g.setTransform(ratio, 0, 0, ratio, 0, 0);
    g.clearRect(0, 0, width, height);
    if (this.#plan) {
      this.#drawGraticule(g, width, height);
      this.#drawStreets(g);
    }
    this.#points = this.#placed.map(node => ({node, state: stateOf(node), ...this.#map.latLngToContainerPoint(node.at)}))
      .filter(({x, y}) => x > -20 && y > -20 && x < width + 20 && y < height + 20)
      .sort((a, b) => ORDER.indexOf(a.state) - ORDER.indexOf(b.state));
    const size = this.#points.length > 400 ? 4 : this.#points.length > 100 ? 5.5 : 7;
    for (const {node, state, x, y} of this.#points) sign(g, x, y, size, state, node.smoothed);
    this.#drawNames(g, size, width);
  }

  /** Lines a round number of metres apart, so that a plan without tiles still tells distances. */
  #drawGraticule(g, width, height) {
    const south = this.#map.containerPointToLatLng([width / 2, height]);
    const north = this.#map.containerPointToLatLng([width / 2, 0]);
    const metresAPixel = this.#map.distance(south, north) / height;
    const wish = metresAPixel * 90;
    const power = 10 ** Math.floor(Math.log10(wish));
    const step = (NICE.find(nice => nice * power >= wish) ?? 10) * power / metresAPixel;
    const origin = this.#map.latLngToContainerPoint(this.#map.options.crs.wrapLatLng(L.latLng(this.#anchor())));
    g.strokeStyle = colour('graticule');
    g.lineWidth = 1;
    g.beginPath();
    for (let x = origin.x - Math.ceil(origin.x / step) * step; x < width; x += step) {
      g.moveTo(Math.round(x) + .5, 0);
      g.lineTo(Math.round(x) + .5, height);
    }
    for (let y = origin.y - Math.ceil(origin.y / step) * step; y < height; y += step) {
      g.moveTo(0, Math.round(y) + .5);
      g.lineTo(width, Math.round(y) + .5);
    }
    g.stroke();
  }

  #anchor() {
    return this.#placed.length > 0 ? this.#placed[0].at : [0, 0];
  }

  #drawStreets(g) {
    g.lineJoin = 'round';
    g.lineCap = 'round';
    const wide = Math.max(5, Math.min(18, 2.4 ** (this.#map.getZoom() - 12.5)));
    const paths = this.#streets.map(({name, points}) => ({name, points: points.map(at => this.#map.latLngToContainerPoint(at))}));
    for (const [ink, width] of [['street-edge', wide + 2], ['street', wide]]) {
      g.strokeStyle = colour(ink);
      g.lineWidth = width;
      for (const {points} of paths) {
        g.beginPath();
        points.forEach(({x, y}, i) => i === 0 ? g.moveTo(x, y) : g.lineTo(x, y));
        g.stroke();
      }
    }
    g.fillStyle = colour('soft');
    g.font = `italic 11px ${FONT}`;
    g.textAlign = 'center';
    g.textBaseline = 'bottom';
    if (paths.length > 40) return;
    for (const {name, points} of paths) {
      const [a, b] = longest(points);
      const away = Math.hypot(b.x - a.x, b.y - a.y);
      if (away < g.measureText(name).width + 30) continue;
      g.save();
      g.translate((a.x + b.x) / 2, (a.y + b.y) / 2);
      const angle = Math.atan2(b.y - a.y, b.x - a.x);
      g.rotate(Math.abs(angle) > Math.PI / 2 ? angle + Math.PI : angle);
      g.fillText(name, 0, -wide / 2 - 2);
      g.restore();
    }
  }

  /** Names beside their nodes, those that alarm first, as far as they have room. */
  #drawNames(g, size, width) {
    g.font = `600 12px ${FONT}`;
    g.textBaseline = 'middle';
    g.textAlign = 'left';
    const all = this.#points.length <= NAMES_MAX;
    const taken = all ? this.#points.map(({x, y}) => ({left: x - size, right: x + size, top: y - size, bottom: y + size})) : [];
    let named = 0;
    for (const {node, state, x, y} of this.#points.toReversed()) {
      if (!all && state !== 'OPEN' && state !== 'CLOSING') continue;
      if (named >= NAMES_MAX) break;
      const name = short(node.id);
      const wide = g.measureText(name).width + 8;
      const room = [x + size + 4, x - size - 4 - wide] // behind it, or before it
        .map(left => ({left, right: left + wide, top: y - 8, bottom: y + 8}))
        .find(({left, right, top, bottom}) => left >= 0 && right <= width && !taken.some(other =>
          other.left < right && other.right > left && other.top < bottom && other.bottom > top));
      if (!room) continue;
      const {left} = room;
      taken.push(room);
      named++;
      g.globalAlpha = .85;
      g.fillStyle = colour('card');
      g.beginPath();
      g.roundRect(left, y - 8, wide, 16, 4);
      g.fill();
      g.globalAlpha = 1;
      g.fillStyle = colour(state === 'QUIET' ? 'ink' : INK[state]);
      g.fillText(name, left + 4, y + .5);
    }
  }

  #hit({x, y}) {
    let best = null;
    let least = HIT_PIXELS;
    for (const point of this.#points) {
      const away = Math.hypot(point.x - x, point.y - y);
      if (away <= least) [best, least] = [point, away];
    }
    return best;
  }

  #point(at) {
    const hit = this.#hit(at);
    this.#map.getContainer().classList.toggle('pointing', hit !== null);
    this.#tip.hidden = hit === null;
    if (!hit) return;
    this.#tip.replaceChildren(...tipOf(hit));
    const left = Math.min(hit.x + 14, this.#map.getSize().x - this.#tip.offsetWidth - 8);
    this.#tip.style.transform = `translate(${Math.max(8, left)}px, ${Math.max(8, hit.y - this.#tip.offsetHeight - 12)}px)`;
  }
}

/** A node's sign on the canvas: the shapes are those of `mark` in dom.js. */
function sign(g, x, y, size, state, smoothed) {
  const ink = colour(INK[state]);
  const crowded = size < CROWDED_PIXELS;
  if (state !== 'SILENT' && state !== 'UNKNOWN' && !(crowded && state === 'QUIET')) {
    g.fillStyle = ink;
    g.globalAlpha = state === 'QUIET' ? .14 : .22;
    g.beginPath();
    g.arc(x, y, size * (1.3 + 2.2 * smoothed), 0, 2 * Math.PI);
    g.fill();
    g.globalAlpha = 1;
  }
  g.lineWidth = crowded ? .8 : 1.5;
  g.strokeStyle = colour('card');
  g.fillStyle = ink;
  g.beginPath();
  if (state === 'QUIET') {
    g.arc(x, y, size * .8, 0, 2 * Math.PI);
  } else if (state === 'PENDING') {
    polygon(g, x, y, size * 1.35, [[0, -1], [1, 0], [0, 1], [-1, 0]]);
  } else if (state === 'OPEN' || state === 'CLOSING') {
    polygon(g, x, y, size * 1.6, [[0, -1], [.95, .75], [-.95, .75]]);
  } else {
    g.arc(x, y, state === 'SILENT' ? size : size * .5, 0, 2 * Math.PI);
    g.fillStyle = colour('card');
    g.strokeStyle = ink;
  }
  if (state === 'CLOSING') {
    g.fillStyle = colour('card');
    g.strokeStyle = ink;
    g.lineWidth = 2.5;
  }
  g.fill();
  g.stroke();
  if (state !== 'SILENT') return;
  g.beginPath();
  g.moveTo(x - size * .7, y + size * .7);
  g.lineTo(x + size * .7, y - size * .7);
  g.stroke();
}

function polygon(g, x, y, size, corners) {
  corners.forEach(([dx, dy], i) => i === 0 ? g.moveTo(x + dx * size, y + dy * size) : g.lineTo(x + dx * size, y + dy * size));
  g.closePath();
}

/**
 * The streets as far as addresses tell them: nodes whose places differ by the house number alone,
 * in the order of their numbers.
 */
function streets(nodes) {
  const byName = new Map();
  for (const {place, at} of nodes) {
    const found = /^(.{2,60}?) (\d{1,5})\b(.*)$/.exec(place ?? '');
    if (!found) continue;
    const key = found[1] + found[3];
    if (!byName.has(key)) byName.set(key, {name: found[1], houses: []});
    byName.get(key).houses.push({number: Number(found[2]), at});
  }
  return [...byName.values()].filter(({houses}) => houses.length > 1).map(({name, houses}) => ({
    name,
    points: houses.sort((a, b) => a.number - b.number).map(({at}) => at),
  })).filter(({points}) => points.every((at, i) => i === 0 || L.CRS.EPSG3857.distance(L.latLng(points[i - 1]), L.latLng(at)) < STREET_METRES_MAX));
}

function longest(points) {
  let best = [points[0], points[1]];
  points.slice(1).forEach((b, i) => {
    const a = points[i];
    if (Math.hypot(b.x - a.x, b.y - a.y) > Math.hypot(best[1].x - best[0].x, best[1].y - best[0].y)) best = [a, b];
  });
  return best;
}

const short = id => id.length > 24 ? `${id.slice(0, 23)}…` : id;

function tipOf({node, state}) {
  const silent = state === 'SILENT' || state === 'UNKNOWN';
  return [el('strong', {}, node.id), el('span', {}, node.place ?? ''), el('span', {}, words[state]),
    el('span', {}, silent ? format.lastHeard(node) : format.seen(node))];
}

const words = {
  QUIET: 'quiet', PENDING: 'pending: above the threshold, not yet for long enough', OPEN: 'alarm', CLOSING: 'alarm, fading',
  SILENT: 'silent: not heard', UNKNOWN: 'not heard yet',
};
