// The page: what comes live goes to the cards and the list; what is wrong is said on top.

import {Anomalies} from './anomalies.js';
import * as format from './format.js';
import {listen} from './live.js';
import {Nodes} from './nodes.js';

const byId = id => document.getElementById(id);

const model = await modelInUse();
byId('model').textContent =
  `model ${model.id}, trained on ${model.trained_on}; opens at ${format.score(model.decision.open_threshold)}`;
const nodes = new Nodes({open: model.decision.open_threshold, close: model.decision.close_threshold});
const anomalies = new Anomalies();

listen(
  (beat, all) => {
    nodes.show(beat.changes.nodes, all);
    anomalies.show(beat.changes.anomalies, all);
    const {listening, silent} = nodes.tallies();
    tally('listening', listening);
    tally('silent', silent);
    tally('open', anomalies.open());
    document.title = anomalies.open() > 0 ? `(${anomalies.open()}) Earshot` : 'Earshot';
  },
  ({state, notice}) => {
    byId('connection').dataset.state = state;
    const word = {connecting: 'connecting', live: 'live', stale: 'not up to date', lost: 'connection lost'}[state];
    if (byId('connection').textContent !== word) byId('connection').textContent = word;
    if (byId('notice').textContent !== notice) byId('notice').textContent = notice;
    byId('notice').hidden = notice === '';
    document.querySelector('main').classList.toggle('stale', state === 'lost' || state === 'stale');
  });

window.addEventListener('resize', () => nodes.redraw());
window.matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => nodes.redraw());

function tally(name, value) {
  byId(`tally-${name}`).textContent = format.count(value);
  byId(`tally-${name}`).parentElement.classList.toggle('some', value > 0);
}

/** The processor may still be starting: ask until it answers. */
async function modelInUse() {
  for (;;) {
    try {
      const response = await fetch('/api/model');
      if (response.ok) return await response.json();
    } catch {
      // not there yet
    }
    await new Promise(resolve => setTimeout(resolve, 1000));
  }
}
