// Recordings of Earshot's: opened here, with a key that never leaves this browser. docs/kept-audio.md has the format.

const MAGIC = 'EARSHOT\u0001';
const NONCE_BYTES = 12;
const OAEP = {name: 'RSA-OAEP', hash: 'SHA-256'};
const FULL_SCALE = 32768;
const FRAME = 512; // samples of one column of the spectrogram
const FLOOR_DB = -120;

/** Why a recording can't be heard, in one line for whoever wanted to. */
export class Unopened extends Error {}

/**
 * A private key from a PEM file's text, as a key that nobody can read out again.
 *
 * @throws Unopened where it is none, or this page may not decrypt
 */
export async function importKey(pem) {
  const {subtle} = globalThis.crypto ?? {};
  if (!subtle) throw new Unopened('Browsers decrypt only over HTTPS or on localhost; or use ./earshot audio get.');
  const block = /-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\s]*)-----END PRIVATE KEY-----/.exec(pem);
  if (!block) throw new Unopened('That file is no private key; it is the private.pem that ./earshot audio keys has made.');
  try {
    const der = Uint8Array.from(atob(block[1].replace(/\s/g, '')), character => character.charCodeAt(0));
    return await subtle.importKey('pkcs8', der, OAEP, false, ['decrypt']);
  } catch {
    throw new Unopened('That file is no RSA key; it is the private.pem that ./earshot audio keys has made.');
  }
}

/**
 * Opens a recording.
 *
 * @param bytes an ArrayBuffer as /api/audio/{anomaly_id} gives it
 * @param key of importKey
 * @returns {header, samples, wav}: what is said of it, its samples with full scale 1, and a file of them
 * @throws Unopened where it is none, for another key, or not as it was sealed
 */
export async function open(bytes, key) {
  const parts = split(bytes);
  let secret;
  try {
    const raw = await crypto.subtle.decrypt(OAEP, key, parts.wrapped);
    secret = await crypto.subtle.importKey('raw', raw, 'AES-GCM', false, ['decrypt']);
  } catch {
    throw new Unopened('This key does not open it: it was encrypted to another public key.');
  }
  let pcm;
  try {
    pcm = await crypto.subtle.decrypt({name: 'AES-GCM', iv: parts.nonce, additionalData: parts.clear}, secret, parts.sealed);
  } catch {
    throw new Unopened('The recording is not as it was sealed; fetch it again.');
  }
  const header = JSON.parse(new TextDecoder().decode(parts.header));
  return {header, samples: samplesOf(header, pcm), wav: wavOf(header, pcm)};
}

function split(bytes) {
  const view = new DataView(bytes);
  let at = 0;
  const take = length => {
    if (at + length > bytes.byteLength) throw new Unopened('The recording is cut short; fetch it again.');
    at += length;
    return new Uint8Array(bytes, at - length, length);
  };
  const number = length => {
    take(length);
    return length === 4 ? view.getUint32(at - 4) : view.getUint16(at - 2);
  };
  if (String.fromCharCode(...take(MAGIC.length)) !== MAGIC) {
    throw new Unopened("It is no recording of Earshot's, or one of a newer version.");
  }
  const header = take(number(4));
  const wrapped = take(number(2));
  const nonce = take(NONCE_BYTES);
  return {header, wrapped, nonce, clear: new Uint8Array(bytes, 0, at), sealed: new Uint8Array(bytes, at)};
}

const isFloat = header => header.encoding === 'PCM_F32LE';

function samplesOf(header, pcm) {
  const view = new DataView(pcm);
  return Float32Array.from({length: header.samples}, isFloat(header)
    ? (_, i) => view.getFloat32(4 * i, true)
    : (_, i) => view.getInt16(2 * i, true) / FULL_SCALE);
}

function wavOf(header, pcm) {
  const sampleBytes = isFloat(header) ? 4 : 2;
  const view = new DataView(new ArrayBuffer(44));
  const ascii = (at, text) => [...text].forEach((character, i) => view.setUint8(at + i, character.charCodeAt(0)));
  ascii(0, 'RIFF');
  view.setUint32(4, 36 + pcm.byteLength, true);
  ascii(8, 'WAVEfmt ');
  view.setUint32(16, 16, true);
  view.setUint16(20, isFloat(header) ? 3 : 1, true);
  view.setUint16(22, 1, true);
  view.setUint32(24, header.sample_rate_hz, true);
  view.setUint32(28, header.sample_rate_hz * sampleBytes, true);
  view.setUint16(32, sampleBytes, true);
  view.setUint16(34, 8 * sampleBytes, true);
  ascii(36, 'data');
  view.setUint32(40, pcm.byteLength, true);
  return new Blob([view, pcm], {type: 'audio/wav'});
}

/**
 * The spectrogram: a column every `hop` samples, each of FRAME / 2 values in dB below full scale, the lowest
 * frequency first. Hann window, so that a tone of full scale reads 0 dB in its band.
 */
export function spectrogram(samples, hop) {
  const window = Float32Array.from({length: FRAME}, (_, i) => .5 - .5 * Math.cos(2 * Math.PI * i / FRAME));
  const re = new Float32Array(FRAME);
  const im = new Float32Array(FRAME);
  const columns = [];
  for (let start = 0; start + FRAME <= samples.length; start += hop) {
    for (let i = 0; i < FRAME; i++) re[i] = samples[start + i] * window[i];
    im.fill(0);
    transform(re, im);
    columns.push(Float32Array.from({length: FRAME / 2}, (_, i) => {
      const amplitude = Math.hypot(re[i], im[i]) / (FRAME / 4);
      return amplitude === 0 ? FLOOR_DB : Math.max(FLOOR_DB, 20 * Math.log10(amplitude));
    }));
  }
  return columns;
}

/** Fourier transform in place, radix 2 (Cooley and Tukey, 1965). */
function transform(re, im) {
  const n = re.length;
  for (let i = 1, j = 0; i < n; i++) {
    let bit = n >> 1;
    for (; j & bit; bit >>= 1) j ^= bit;
    j ^= bit;
    if (i < j) {
      [re[i], re[j]] = [re[j], re[i]];
      [im[i], im[j]] = [im[j], im[i]];
    }
  }
  for (let size = 2; size <= n; size *= 2) {
    for (let k = 0; k < size / 2; k++) {
      const cos = Math.cos(-2 * Math.PI * k / size);
      const sin = Math.sin(-2 * Math.PI * k / size);
      for (let i = k; i < n; i += size) {
        const j = i + size / 2;
        const real = re[j] * cos - im[j] * sin;
        const imaginary = re[j] * sin + im[j] * cos;
        re[j] = re[i] - real;
        im[j] = im[i] - imaginary;
        re[i] += real;
        im[i] += imaginary;
      }
    }
  }
}
