// The page: which screen is shown, what comes live, what is wrong.

import * as api from './api.js';
import {City} from './city.js';
import {el, say} from './dom.js';
import * as format from './format.js';
import {listen} from './live.js';
import * as node from './node.js';
import * as overview from './overview.js';
import {here} from './router.js';
import * as system from './system.js';

const SCREENS = {'': overview, nodes: node, system};

const byId = id => document.getElementById(id);
const city = new City();
let shown = null;
let titled = 'Overview';
let lost = false;

listen(
  beat => {
    city.beat(beat);
    tallies();
    if (lost) shown?.again?.();
    lost = false;
  },
  ({state, notice}) => {
    lost ||= state === 'lost';
    byId('connection').dataset.state = state;
    say(byId('connection'), {connecting: 'connecting', live: 'live', stale: 'not up to date', lost: 'connection lost'}[state]);
    say(byId('notice'), notice);
    byId('notice').hidden = notice === '';
    byId('screen').classList.toggle('stale', state === 'lost' || state === 'stale');
  });

const [page, model] = await Promise.all(['/api/page', '/api/model'].map(api.getAtLast));
say(byId('user'), page.user ? `${page.user}${page.role ? ` (${page.role})` : ''}` : '');
say(byId('model'), `model ${model.id}, trained on ${model.trained_on}`);

document.querySelector('[data-skip]').addEventListener('click', event => {
  event.preventDefault(); // the address is the screen's
  byId('screen').focus();
});
open(false);
window.addEventListener('hashchange', () => open(true));

function open(focus) {
  const {screen, name} = here();
  const found = SCREENS[screen];
  shown?.close();
  const root = el('div', {class: `screen ${screen || 'overview-screen'}`});
  byId('screen').replaceChildren(root);
  document.body.classList.toggle('has-overview', found === overview);
  shown = found ? found.show(root, {city, page, model, name}) : nowhere(root);
  titled = found ? found.title(name) : 'Not here';
  for (const link of document.querySelectorAll('.nav a')) {
    link.toggleAttribute('aria-current', link.dataset.screen === screen);
    if (link.dataset.screen === screen) link.setAttribute('aria-current', 'page');
  }
  tallies();
  if (!focus) return;
  window.scrollTo(0, 0);
  root.querySelector('h1')?.focus({preventScroll: true});
}

function nowhere(root) {
  root.append(el('h1', {tabindex: -1}, 'There is no such screen'), el('p', {}, el('a', {href: '#/'}, 'To the overview')));
  return {close() {}};
}

function tallies() {
  const {OPEN: open, CLOSING: closing, PENDING: pending, SILENT: silent, UNKNOWN: unknown} = city.tallies();
  const known = city.nodes.size > 0;
  tally('open', open + closing, known);
  tally('pending', pending, known);
  tally('listening', city.nodes.size - silent - unknown, known);
  tally('silent', silent, known);
  const title = `${open + closing > 0 ? `(${open + closing}) ` : ''}${titled} · Earshot`;
  if (document.title !== title) document.title = title;
}

function tally(name, value, known) {
  say(byId(`tally-${name}`), known ? format.count(value) : format.UNKNOWN);
  byId(`tally-${name}`).parentElement.classList.toggle('some', value > 0);
}
