// The stream of beats from the processor, and whether it still flows.

const LOST_AFTER_MS = 3000;
const QUIET_AFTER_MS = 10000;
const RECONNECT_MS = 1000;

/**
 * Listens for ever. A connection that breaks is made anew here: by itself the browser does not
 * after an HTTP error, which is what a proxy says while the processor is away.
 *
 * @param onBeat gets each beat, and whether it is the first of a connection and so says everything
 * @param onHealth gets {state: 'connecting' | 'live' | 'stale' | 'lost', notice: what is wrong, or ''}
 */
export function listen(onBeat, onHealth) {
  let lastBeatAt = null;
  let last = null;
  connect();
  setInterval(() => onHealth(health()), 1000);

  function connect() {
    let first = true;
    const source = new EventSource('/api/live');
    source.onmessage = event => {
      last = JSON.parse(event.data);
      lastBeatAt = Date.now();
      onBeat(last, first);
      first = false;
      onHealth(health());
    };
    source.onerror = () => {
      source.close();
      setTimeout(connect, RECONNECT_MS);
    };
  }

  function health() {
    if (lastBeatAt === null) {
      return {state: 'connecting', notice: ''};
    }
    const ageMs = Date.now() - lastBeatAt;
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
      return {state: 'live', notice: `Nothing has come from any node for ${Math.round(quietMs / 1000)} s.`};
    }
    return {state: 'live', notice: ''};
  }
}
