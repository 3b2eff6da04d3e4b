// The sound that was kept around an anomaly: asked for, decrypted here, played and shown.

import * as api from './api.js';
import {el, say} from './dom.js';
import * as format from './format.js';
import {box, colour, Surface} from './plot.js';
import {importKey, open, spectrogram, Unopened} from './recording.js';
import {commonRange, Waterfall} from './waterfall.js';

const HOP_S = .016;
const KEY_BYTES_MAX = 65536;
const PATIENCE_MS = 30000;

/** Whether this page's user can be offered sound: it is kept, and there are either no users or it is an operator. */
export const mayListen = ({kept_audio: kept, role}) => Boolean(kept) && role !== 'viewer';

/** The key of whoever looks, until this page is closed or told to forget it; nobody can read it out again. */
let key = null;

/**
 * Puts the sound of an anomaly into an element: what became of it, and where it is kept a way to hear it.
 *
 * @returns {close}, to be called when the element goes
 */
export function mountAudio(element, anomalyId) {
  const sound = new KeptSound(anomalyId);
  element.append(sound.element);
  sound.start();
  return sound;
}

/**
 * Fetches a recording and opens it.
 *
 * @returns {header, samples, wav} as recording.js says
 * @throws Refused, or Unopened, with a line for whoever wanted to hear it
 */
export async function fetchRecording(anomalyId, privateKey) {
  let response;
  try {
    response = await fetch(api.path('/api/audio', anomalyId), {signal: AbortSignal.timeout(PATIENCE_MS)});
  } catch {
    throw new api.Refused(0, 'The processor does not answer.');
  }
  if (!response.ok) {
    const {error} = await response.json().catch(() => ({}));
    throw new api.Refused(response.status,
      error ?? (response.status === 403 ? 'Sound is for operators.' : `The processor answered ${response.status}.`));
  }
  const recording = await open(await response.arrayBuffer(), privateKey);
  if (recording.header.anomaly_id !== anomalyId) throw new Unopened('The processor gave the sound of another anomaly.');
  return recording;
}

class KeptSound {
  element = el('div', {class: 'kept-sound', role: 'group', 'aria-label': 'Sound'});
  #id;
  #said = el('p', {class: 'hint', role: 'status'});
  #trouble = el('p', {class: 'trouble', role: 'alert', hidden: true});
  #file = el('input', {type: 'file', accept: '.pem', on: {change: () => this.#takeKey()}});
  #askForKey = el('label', {hidden: true}, el('span', {}, 'Private key (.pem); it stays in this browser'), this.#file);
  #listen = el('button', {type: 'button', hidden: true, on: {click: () => this.#hear()}}, 'Listen');
  #forget = el('button', {type: 'button', hidden: true, on: {click: () => this.#forgetKey()}}, 'Forget the key');
  #player = null;
  #closed = false;

  constructor(anomalyId) {
    this.#id = anomalyId;
    this.element.append(this.#said, this.#askForKey, el('p', {class: 'actions'}, this.#listen, this.#forget), this.#trouble);
  }

  async start() {
    try {
      const {keeping, items: [item]} = await api.get(`/api/audio${api.query({anomaly: this.#id})}`);
      if (!item) {
        say(this.#said, keeping ? 'Sound is kept once an anomaly is closed.' : 'Sound is not kept here.');
      } else if (item.state !== 'KEPT') {
        say(this.#said, `Sound ${item.text}.`);
      } else {
        const missing = item.missing_s > 0 ? `, ${format.seconds(item.missing_s)} of it missing` : '';
        say(this.#said, `${format.seconds(item.sound_s)} of sound are kept, encrypted${missing}${item.cut ? ', cut' : ''}.`);
        this.#offer();
      }
    } catch (e) {
      this.#tell(e);
    }
  }

  #offer() {
    this.#askForKey.hidden = key !== null;
    this.#listen.hidden = key === null || this.#player !== null;
    this.#forget.hidden = key === null;
  }

  async #takeKey() {
    const [file] = this.#file.files;
    if (!file) return;
    try {
      if (file.size > KEY_BYTES_MAX) throw new Unopened('That file is too large for a key.');
      key = await importKey(await file.text());
      this.#file.value = '';
      await this.#hear();
    } catch (e) {
      this.#tell(e);
    }
  }

  #forgetKey() {
    key = null;
    this.#player?.close();
    this.#player = null;
    this.#offer();
  }

  async #hear() {
    this.#trouble.hidden = true;
    this.#listen.disabled = true;
    try {
      const recording = await fetchRecording(this.#id, key);
      if (this.#closed) return;
      this.#player = new Player(recording);
      this.element.append(this.#player.element);
    } catch (e) {
      // with another key there is another try
      if (e instanceof Unopened) key = null;
      this.#tell(e);
    } finally {
      this.#listen.disabled = false;
      this.#offer();
    }
  }

  #tell(e) {
    this.#trouble.hidden = false;
    say(this.#trouble, e instanceof api.Refused || e instanceof Unopened ? e.message : 'It can\u2019t be shown.');
  }

  close() {
    this.#closed = true;
    this.#player?.close();
  }
}

/** A player, with the spectrogram, the alarm's bounds and where it plays. */
class Player {
  element = el('div', {class: 'player'});
  #canvas;
  #audio;
  #address;
  #header;
  #waterfall;
  #surface;
  #lengthMs;

  constructor({header, samples, wav}) {
    this.#header = header;
    this.#lengthMs = 1000 * samples.length / header.sample_rate_hz;
    const hop = Math.round(HOP_S * header.sample_rate_hz);
    const columns = spectrogram(samples, hop);
    const hopMs = 1000 * hop / header.sample_rate_hz;
    this.#waterfall = new Waterfall(columns[0]?.length ?? 1, Math.max(1, columns.length) * hopMs, hopMs, commonRange);
    if (columns.length > 0) this.#waterfall.push((columns.length - 1) * hopMs, columns);
    this.#address = URL.createObjectURL(wav);
    this.#audio = el('audio', {controls: true, src: this.#address, on: {timeupdate: () => this.#surface.invalidate()}});
    const name = `${header.node_id} ${header.alarm_from}`.replaceAll(/[^\w.-]+/g, '_');
    const save = el('a', {download: `${name}.wav`}, 'Save as WAV');
    save.setAttribute('href', this.#address); // made here, of what was decrypted here
    const legend = `0 to ${header.sample_rate_hz / 2000} kHz; the alarm is between the lines`;
    this.#canvas = el('canvas', {class: 'spectrogram', role: 'img', 'aria-label':
      `Spectrogram of ${format.seconds(this.#lengthMs / 1000)}, ${legend}`});
    this.element.append(this.#canvas, el('p', {class: 'hint', 'aria-hidden': 'true'}, legend), this.#audio, save);
    this.#surface = new Surface(this.#canvas, (g, size) => this.#draw(g, size));
  }

  #draw(g, size) {
    const inner = box(size, {left: 0, right: 0, top: 0, bottom: 0});
    this.#waterfall.draw(g, {left: 0, top: 0, width: size.width, height: size.height}, 0, this.#lengthMs);
    const x = ms => inner.left + size.width * ms / this.#lengthMs;
    const {sound_from: from, alarm_from: start, alarm_to: end, gaps, sample_rate_hz: rate} = this.#header;
    g.fillStyle = colour('void');
    for (const {from: at, samples} of gaps) g.fillRect(x(1000 * at / rate), 0, Math.max(1, x(1000 * samples / rate)), size.height);
    g.fillStyle = colour('alarm');
    for (const at of [start, end]) g.fillRect(x(Date.parse(at) - Date.parse(from)) - 1, 0, 2, size.height);
    g.fillStyle = '#fff';
    g.fillRect(x(1000 * this.#audio.currentTime), 0, 1.5, size.height);
  }

  close() {
    this.#audio.pause();
    this.#surface.close();
    URL.revokeObjectURL(this.#address);
    this.element.remove();
  }
}
