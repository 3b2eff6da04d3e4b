// Numbers, times and words as the page shows them.

const clock = new Intl.DateTimeFormat(undefined, {hour: '2-digit', minute: '2-digit', second: '2-digit', hour12: false});
const number = new Intl.NumberFormat(undefined, {maximumFractionDigits: 0});

export const score = value => value.toFixed(2);

export const time = iso => clock.format(new Date(iso));

export function seconds(value) {
  if (value < 60) return `${value.toFixed(1)} s`;
  if (value < 3600) return `${Math.floor(value / 60)} min ${Math.round(value % 60)} s`;
  return `${Math.floor(value / 3600)} h ${Math.round(value % 3600 / 60)} min`;
}

/** A level in dBFS, or in dB(A) where the node is calibrated. */
export function level(dbfs, calibrationOffsetDb) {
  const value = dbfs + (calibrationOffsetDb ?? 0);
  const text = value.toFixed(1).replace('-', '\u2212');
  return calibrationOffsetDb == null ? `${text} dBFS` : `${text} dB(A)`;
}

export const count = value => number.format(value);

const endings = {
  SCORE_FELL: 'over',
  LONGEST_DURATION: 'too long',
  NODE_SILENT: 'node silent',
  NODE_RESTARTED: 'node restarted',
  SAMPLES_LOST: 'sound lost',
  FORMAT_CHANGED: 'format changed',
  MODEL_CHANGED: 'model changed',
};

export const ending = reason => endings[reason] ?? 'closed';

const states = {QUIET: 'quiet', PENDING: 'pending', OPEN: 'alarm', CLOSING: 'alarm, fading', SILENT: 'silent'};

export const state = name => states[name] ?? name.toLowerCase();
