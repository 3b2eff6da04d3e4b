// Numbers, times and words as the page shows them.

const clock = new Intl.DateTimeFormat(undefined, {hour: '2-digit', minute: '2-digit', second: '2-digit', hour12: false});
const number = new Intl.NumberFormat(undefined, {maximumFractionDigits: 0});

export const score = value => value.toFixed(2);

export const time = iso => clock.format(new Date(iso));

/** How long: rounded first and split afterwards, so that 119.68 s are 2 min, never 1 min 60 s. */
export function seconds(value) {
  if (value < 59.95) return `${value.toFixed(1)} s`;
  const whole = Math.round(value);
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${whole % 60} s`;
  const minutes = Math.round(value / 60);
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
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

/** How long an anomaly lasted; of an open one what is known, which is told every few seconds. */
export function lasting({duration_s, open}) {
  return open ? `${seconds(duration_s)} and on` : seconds(duration_s);
}
