// Open and recent anomalies, open ones first, newest first.

import * as format from './format.js';

const SHOWN_MAX = 100;

export class Anomalies {
  #list = document.getElementById('anomalies');
  #empty = document.getElementById('anomalies-empty');
  #template = document.getElementById('anomaly-entry');
  #entries = new Map();

  /** What changed; if `all`, whatever is not among them is gone. */
  show(anomalies, all) {
    if (all) {
      this.#list.replaceChildren();
      this.#entries.clear();
    }
    if (anomalies.length === 0) return;
    for (const anomaly of anomalies) {
      const entry = this.#entries.get(anomaly.anomaly_id) ?? this.#add(anomaly);
      entry.anomaly = anomaly;
      entry.startedAt = Date.parse(anomaly.started_at);
      fill(entry.element, anomaly);
    }
    this.#arrange();
  }

  open() {
    return [...this.#entries.values()].filter(({anomaly}) => anomaly.open).length;
  }

  #add(anomaly) {
    const entry = {anomaly, element: this.#template.content.firstElementChild.cloneNode(true)};
    this.#entries.set(anomaly.anomaly_id, entry);
    return entry;
  }

  #arrange() {
    const sorted = [...this.#entries.values()].sort((a, b) =>
      b.anomaly.open - a.anomaly.open || b.startedAt - a.startedAt);
    for (const {anomaly, element} of sorted.splice(SHOWN_MAX)) {
      element.remove();
      this.#entries.delete(anomaly.anomaly_id);
    }
    sorted.forEach(({element}, i) => {
      if (this.#list.children[i] !== element) this.#list.insertBefore(element, this.#list.children[i] ?? null);
    });
    this.#empty.hidden = sorted.length > 0;
  }
}

function fill(element, anomaly) {
  const find = selector => element.querySelector(selector);
  element.classList.toggle('is-open', anomaly.open);
  find('.where').textContent = anomaly.node_id;
  find('.where').title = anomaly.node_id;
  find('.phase').textContent = anomaly.open ? 'open' : format.ending(anomaly.end_reason);
  find('time').dateTime = anomaly.started_at;
  find('time').textContent = format.time(anomaly.started_at);
  find('.duration').textContent = format.lasting(anomaly);
  const what = anomaly.label ? `${anomaly.label} ${format.score(anomaly.label_confidence ?? 0)} · ` : '';
  find('.how').textContent =
    `${what}peak ${format.score(anomaly.peak_score)} · loudest ${format.level(anomaly.lafmax_dbfs, anomaly.calibration_offset_db)}`;
}
