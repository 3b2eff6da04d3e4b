// What the page asks the processor, beside what comes live.

const PATIENCE_MS = 15000;

/** Why an answer is not there; `status` is 0 where nobody answered. */
export class Refused extends Error {
  constructor(status, message) {
    super(message);
    this.status = status;
  }
}

/**
 * The answer as JSON.
 *
 * @throws Refused with what the processor said
 */
export async function get(path, {signal} = {}) {
  return ask(path, {signal});
}

/** Changes something; the answer as JSON, `null` where there is none. */
export async function send(method, path, body) {
  return ask(path, {
    method,
    headers: body === undefined ? {} : {'Content-Type': 'application/json'},
    body: body === undefined ? undefined : JSON.stringify(body),
  });
}

/** The same, `null` where it is not there. */
export async function getOrNull(path, options) {
  try {
    return await get(path, options);
  } catch (e) {
    if (e instanceof Refused && e.status === 404) return null;
    throw e;
  }
}

/** Asks until there is an answer: the processor may still be starting. */
export async function getAtLast(path) {
  for (;;) {
    try {
      return await get(path);
    } catch {
      await new Promise(resolve => setTimeout(resolve, 1000));
    }
  }
}

/** The path of something that has a name from outside in it. */
export const path = (first, name, rest = '') => `${first}/${encodeURIComponent(name)}${rest}`;

/** A query without what is empty. */
export function query(values) {
  const given = Object.entries(values).filter(([, value]) => value !== '' && value !== null && value !== undefined);
  const text = new URLSearchParams(given).toString();
  return text === '' ? '' : `?${text}`;
}

async function ask(path, {signal, ...request}) {
  const limit = AbortSignal.timeout(PATIENCE_MS);
  let response;
  try {
    response = await fetch(path, {...request, signal: signal ? AbortSignal.any([signal, limit]) : limit});
  } catch (e) {
    if (signal?.aborted) throw e;
    throw new Refused(0, 'The processor does not answer.');
  }
  const text = await response.text();
  if (!response.ok) throw new Refused(response.status, reason(response, text));
  return text === '' ? null : JSON.parse(text);
}

function reason(response, text) {
  try {
    const {error} = JSON.parse(text);
    if (typeof error === 'string' && error !== '') return error;
  } catch {
    // not JSON
  }
  return {401: 'Log in first.', 403: 'That is not yours to do.', 404: 'There is no such thing.'}[response.status]
    ?? `The processor answered ${response.status}.`;
}
