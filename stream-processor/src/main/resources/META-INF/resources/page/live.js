// The stream of beats from the processor, and whether it still flows.

const LOST_AFTER_MS = 3000;
const QUIET_AFTER_MS = 10000;

/**
 * Listens for ever; the browser connects again by itself.
 *
 * @param onBeat gets each beat, and whether it is the first of a connection and so says everything
 * @param onHealth gets {state: 'connecting' | 'live' | 'lost', notice: what is wrong, or ''}
 */
export function listen(onBeat, onHealth) {
  let lastBeatAt = null;
  let last = null;
  let first = true;
  const source = new EventSource('/api/live');
  source.onopen = () => { first = true; };
  source.onmessage = event => {
    last = JSON.parse(event.data);
    lastBeatAt = Date.now();
    onBeat(last, first);
    first = false;
    onHealth(health());
  };
  setInterval(() => onHealth(health()), 1000);

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
    const quietMs = last.read_at ? Date.parse(last.at) - Date.parse(last.read_at) : 0;
    if (quietMs > QUIET_AFTER_MS) {
      return {state: 'live', notice: `Nothing has come from any node for ${Math.round(quietMs / 1000)} s.`};
    }
    return {state: 'live', notice: ''};
  }
}
