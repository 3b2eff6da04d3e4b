// Streams of server-sent events, and whether the one of the city still flows.

const LOST_AFTER_MS = 3000;
const QUIET_AFTER_MS = 10000;
const RECONNECT_MS = 1000;

/**
 * Listens until it is closed. A connection that breaks is made anew here: by itself the browser
 * does not after an HTTP error, which is what a proxy says while the processor is away.
 *
 * @param listeners by event, given what it has as JSON
 * @param onOpen called for every connection, before its first event
 */
export function stream(path, listeners, onOpen = () => {}) {
  let source = null;
  let retry = null;
  let paused = false;
  // a page that the browser keeps for a step back would keep its connection, of which there are six for all pages
  const pause = () => {
    paused = true;
    clearTimeout(retry);
    source.close();
  };
  const resume = ({persisted}) => {
    if (!persisted) return;
    paused = false;
    connect();
  };
  addEventListener('pagehide', pause);
  addEventListener('pageshow', resume);
  connect();

  function connect() {
    if (paused) return;
    source = new EventSource(path);
    source.addEventListener('open', () => onOpen());
    for (const [event, listener] of Object.entries(listeners)) {
      source.addEventListener(event, message => listener(JSON.parse(message.data)));
    }
    source.addEventListener('error', () => {
      source.close();
      clearTimeout(retry);
      retry = setTimeout(connect, RECONNECT_MS);
    });
  }

  return {
    close() {
      removeEventListener('pagehide', pause);
      removeEventListener('pageshow', resume);
      pause();
    },
  };
}

/**
 * Listens to the city for ever.
 *
 * @param onBeat gets each beat
 * @param onHealth gets {state: 'connecting' | 'live' | 'stale' | 'lost', notice: what is wrong, or ''}
 */
export function listen(onBeat, onHealth) {
  const startedAt = Date.now();
  let lastBeatAt = null;
  let last = null;
  stream('/api/live', {
    message(beat) {
      last = beat;
      lastBeatAt = Date.now();
      onBeat(beat);
      onHealth(health());
    },
  });
  setInterval(() => onHealth(health()), 1000);

  function health() {
    const ageMs = Date.now() - (lastBeatAt ?? startedAt);
    if (lastBeatAt === null) {
      const notice = ageMs > LOST_AFTER_MS ? 'The processor does not answer yet. Trying again.' : '';
      return {state: 'connecting', notice};
    }
    if (ageMs > LOST_AFTER_MS) {
      const age = Math.round(ageMs / 1000);
      return {state: 'lost', notice: `Connection lost ${age} s ago: what you see is old. Trying again.`};
    }
    if (last.streams !== 'RUNNING') {
      return {state: 'live', notice: `The processor is not hearing anything now (${last.streams.toLowerCase()}).`};
    }
    if (!last.reading) {
      return {state: 'stale', notice: 'The processor cannot read the cluster now: what you see is old. It tries again.'};
    }
    const quietMs = last.read_at ? Date.parse(last.at) - Date.parse(last.read_at) : 0;
    if (quietMs > QUIET_AFTER_MS) {
      return {state: 'stale', notice: `Nothing has come from any node for ${Math.round(quietMs / 1000)} s: what you see is that old.`};
    }
    return {state: 'live', notice: ''};
  }
}
