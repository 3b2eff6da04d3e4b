// Numbers, times and words as the page shows them.

const clock = new Intl.DateTimeFormat(undefined, {hour: '2-digit', minute: '2-digit', second: '2-digit', hour12: false});
const day = new Intl.DateTimeFormat(undefined, {day: 'numeric', month: 'short'});
const number = new Intl.NumberFormat(undefined, {maximumFractionDigits: 0});

export const UNKNOWN = '–';

const known = (value, show) => Number.isFinite(value) ? show(value) : UNKNOWN;

export const score = value => known(value, v => v.toFixed(2));

/** A time of day, with its date where that is not today's. */
export function time(when) {
  const at = new Date(when);
  if (Number.isNaN(at.getTime())) return UNKNOWN;
  const today = at.toDateString() === new Date().toDateString();
  return today ? clock.format(at) : `${day.format(at)} ${clock.format(at)}`;
}

/** The same to the tenth of a second, cut off, as the terminal tells it: what is shorter than a second. */
export function moment(when) {
  const at = new Date(when);
  return Number.isNaN(at.getTime()) ? UNKNOWN : `${time(when)}.${Math.floor(at.getMilliseconds() / 100)}`;
}

/** A time as a field has it: this place's, cut to so many characters; empty for none. */
export function localTime(when, characters) {
  const at = new Date(when ?? NaN);
  return Number.isNaN(at.getTime()) ? ''
    : new Date(at.getTime() - at.getTimezoneOffset() * 60000).toISOString().slice(0, characters);
}

/** How long: rounded first and split afterwards, so that 119.68 s are 2 min, never 1 min 60 s. */
export const seconds = value => known(value, v => {
  if (v < 59.95) return `${v.toFixed(1)} s`;
  const whole = Math.round(v);
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${whole % 60} s`;
  const minutes = Math.round(v / 60);
  if (minutes < 48 * 60) return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
  return `${Math.floor(minutes / 1440)} d ${Math.floor(minutes % 1440 / 60)} h`;
});

/** How long, in one unit. */
export const roughly = value => known(value, v => {
  if (v < 60) return `${Math.max(0, Math.floor(v))} s`;
  if (v < 3600) return `${Math.floor(v / 60)} min`;
  return v < 48 * 3600 ? `${Math.floor(v / 3600)} h` : `${Math.floor(v / 86400)} d`;
});

/** When a node was heard and for how long it is up. */
export function seen({heardAt, upAt}) {
  return `${time(heardAt)}${upAt == null ? '' : ` · up ${roughly((heardAt - upAt) / 1000)}`}`;
}

/** When a silent node was heard. */
export const lastHeard = ({heardAt}) => heardAt > 0 ? `last heard ${time(heardAt)}` : '';

/** A delay, to the millisecond below a second. */
export const delay = value => known(value, v => v < 1 ? `${Math.round(1000 * v)} ms` : seconds(v));

/** A level in dBFS, or in dB(A) where the node is calibrated. */
export function level(dbfs, calibrationOffsetDb) {
  return known(dbfs, v => `${decibel(v + (calibrationOffsetDb ?? 0))} ${levelUnit(calibrationOffsetDb)}`);
}

export const levelUnit = calibrationOffsetDb => calibrationOffsetDb == null ? 'dBFS' : 'dB(A)';

export const decibel = value => known(value, v => v.toFixed(1).replace('-', '\u2212'));

export const count = value => known(value, v => number.format(v));

export const share = value => known(value, v => {
  const percent = 100 * v;
  return percent === 0 ? '0 %' : percent < .1 ? '< 0.1 %' : `${percent.toFixed(1)} %`;
});

export const percent = value => known(value, v => `${(100 * v).toFixed(1)} %`);

export const bytes = value => known(value, v =>
  v < 1000 ? `${v} B` : v < 1e6 ? `${(v / 1e3).toFixed(1)} kB` : `${(v / 1e6).toFixed(1)} MB`);

export const metres = value => known(value, v => v < 1000 ? `${Math.round(v)} m` : `${(v / 1000).toFixed(1)} km`);

/** What was heard, as far as the model can tell. */
export const what = label => label ? label.replaceAll('_', ' ') : 'unusual sound';

export const capital = text => text.charAt(0).toUpperCase() + text.slice(1);

/** How sure, in words: by the mean of the windows' scores, which one loud window can't lift. */
export const sureness = mean => mean >= .85 ? 'very sure' : mean >= .65 ? 'sure' : mean >= .5 ? 'fairly sure' : 'unsure';

const endings = {
  SCORE_FELL: 'over',
  LONGEST_DURATION: 'closed: too long',
  NODE_SILENT: 'closed: node silent',
  NODE_RESTARTED: 'closed: node restarted',
  SAMPLES_LOST: 'closed: sound lost',
  FORMAT_CHANGED: 'closed: format changed',
  MODEL_CHANGED: 'closed: model changed',
};

export const ending = reason => endings[reason] ?? 'closed';

const states = {
  QUIET: 'quiet', PENDING: 'pending', OPEN: 'alarm', CLOSING: 'fading', SILENT: 'silent', UNKNOWN: 'not heard yet',
};

export const state = name => states[name] ?? words(name);

/** A name from the protocol, as words. */
export const words = name => String(name ?? UNKNOWN).toLowerCase().replaceAll('_', ' ');

/** How long an anomaly lasted; of an open one what is known, which is told every few seconds. */
export function lasting({duration_s, open}) {
  return open ? `${seconds(duration_s)} and on` : seconds(duration_s);
}
