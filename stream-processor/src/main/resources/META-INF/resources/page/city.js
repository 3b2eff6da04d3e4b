// The city as it was last told: every node, the newest anomalies, the figures. Screens listen to it.

import * as api from './api.js';

const ANOMALIES_MAX = 500;
const LOOK_AGAIN_MS = 5000;

export const ALARMING = new Set(['PENDING', 'OPEN', 'CLOSING']);

/** What a node is shown as: a silent one is never quiet. */
export function stateOf(node) {
  if (node.status === 'SILENT' || node.status === 'FORGOTTEN') return 'SILENT';
  return node.heardAt === 0 ? 'UNKNOWN' : node.state;
}

export class City {
  /** By id: {id, status, state, score, smoothed, laeq, offset, heardAt, lost, place, at, upAt, since}. */
  nodes = new Map();
  /** By id, as the processor tells them. */
  anomalies = new Map();
  figures = null;
  /** Whether anything was told at all. */
  told = false;
  /** Whether it was told where nodes hang. */
  placesTold = false;
  #listeners = new Set();
  #asking = false;
  #askAgain = false;

  /**
   * @param listener gets what changed: {nodes: [node], members: whether nodes came, went or moved,
   *     anomalies: [anomaly], figures: bool}
   * @return takes it off again
   */
  listen(listener) {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  beat(beat) {
    this.told = true;
    const before = this.nodes;
    if (beat.all) {
      this.nodes = new Map();
      this.anomalies.clear();
    }
    let members = beat.all;
    let unknown = false;
    const changed = beat.nodes.map(row => {
      const known = before.get(row[0]);
      const node = known ?? {id: row[0], place: null, at: null, upAt: null, state: null, since: null};
      unknown ||= !known || row[1] === 'RESTARTED' && known.status !== 'RESTARTED';
      members ||= !known;
      read(node, row);
      this.nodes.set(node.id, node);
      return node;
    });
    for (const id of beat.gone ?? []) members = this.nodes.delete(id) || members;
    for (const anomaly of beat.anomalies ?? []) this.#keep(anomaly);
    if (beat.figures) this.figures = beat.figures;
    if (unknown || beat.all) this.#askForPlaces();
    this.#tell({nodes: changed, members, all: beat.all, anomalies: beat.anomalies ?? [], figures: Boolean(beat.figures)});
  }

  /** Since when alarms are open, milliseconds since the epoch, by node. */
  openSince() {
    const open = [...this.anomalies.values()].filter(anomaly => anomaly.open);
    return new Map(open.map(anomaly => [anomaly.node_id, Date.parse(anomaly.started_at)]));
  }

  tallies() {
    const tallies = {OPEN: 0, CLOSING: 0, PENDING: 0, QUIET: 0, SILENT: 0, UNKNOWN: 0};
    for (const node of this.nodes.values()) tallies[stateOf(node)]++;
    return tallies;
  }

  /** Asks anew where nodes hang: a profile was changed. */
  placesChanged() {
    this.#askForPlaces();
  }

  #keep(anomaly) {
    this.anomalies.delete(anomaly.anomaly_id);
    this.anomalies.set(anomaly.anomaly_id, anomaly);
    if (this.anomalies.size > ANOMALIES_MAX) this.anomalies.delete(this.anomalies.keys().next().value);
  }

  /** Place and uptime change rarely and are not in the beats; asked for once every few seconds at most. */
  #askForPlaces() {
    if (this.#asking) {
      this.#askAgain = true;
      return;
    }
    this.#asking = true;
    this.#askAgain = false;
    api.get('/api/nodes').then(nodes => this.#places(nodes), () => { this.#askAgain = true; }).then(() =>
      setTimeout(() => {
        this.#asking = false;
        if (this.#askAgain) this.#askForPlaces();
      }, LOOK_AGAIN_MS));
  }

  #places(views) {
    this.placesTold = true;
    const changed = [];
    for (const view of views) {
      const node = this.nodes.get(view.node_id);
      if (!node) continue;
      node.place = view.place ?? null;
      node.at = Number.isFinite(view.latitude_deg) && Number.isFinite(view.longitude_deg)
        ? [view.latitude_deg, view.longitude_deg] : null;
      node.alarmsOff = view.alarms_off === true;
      node.upAt = Number.isFinite(view.uptime_s) ? Date.parse(view.heard_at) - view.uptime_s * 1000 : null;
      changed.push(node);
    }
    if (changed.length > 0) this.#tell({nodes: changed, members: true, all: false, anomalies: [], figures: false});
  }

  #tell(change) {
    for (const listener of this.#listeners) listener(change);
  }
}

function read(node, [, status, state, score, smoothed, laeq, offset, heardAt, lost]) {
  if (node.state !== state) node.since = node.state === null ? null : heardAt; // of the first, nobody knows since when
  Object.assign(node, {status, state, score, smoothed, laeq, offset, heardAt, lost});
}
