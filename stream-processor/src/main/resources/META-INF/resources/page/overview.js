// The city: what is heard now, where the nodes hang, what was out of the ordinary.

import {Anomalies, filterForm, FILTERS} from './anomalies.js';
import {mayListen} from './audio.js';
import {ALARMING, stateOf} from './city.js';
import {el, mark, say} from './dom.js';
import * as format from './format.js';
import {VirtualList} from './list.js';
import {CityMap} from './map.js';
import {go, here, hrefOf, replaceQuery} from './router.js';

const ROW_PIXELS = 58;
const NOW_MAX = 24;
const RANK = {OPEN: 0, CLOSING: 1, PENDING: 2, SILENT: 3, QUIET: 4, UNKNOWN: 4};

export const title = () => 'Overview';

/**
 * @param root to be filled
 * @param context {city, page, model}
 * @return {close}
 */
export function show(root, {city, page, model}) {
  const {query} = here();
  const now = new HearingNow(city);
  const nodes = new NodeList(city);
  const labels = model.labels.filter(label => label.anomalous).map(label => label.name);
  const log = el('div', {class: 'log', tabindex: 0, role: 'group', 'aria-label': 'List of anomalies'});
  let anomalies = null;

  const fit = el('button', {type: 'button', on: {click: () => map.fit()}}, 'Show all');
  const mapBox = el('div', {class: 'map', role: 'region', 'aria-label': 'Map of the nodes; the list of nodes says the same'});
  const noMap = el('p', {class: 'empty on-map', hidden: true}, 'No node says where it hangs. Set its place on its page.');
  const filterBox = el('details', {class: 'filter-box', open: FILTERS.some(name => query[name])},
    el('summary', {}, 'Filters'), filterForm(query, labels, filters => {
      replaceQuery(filters);
      listAnomalies(filters);
      if (Object.keys(filters).length === 0) filterBox.querySelectorAll('input, select').forEach(field => { field.value = ''; });
    }));
  const kinds = filterBox.querySelector('[name=label]').parentElement;
  const offerKinds = anomalies => { // a model that tells none has nothing to choose from
    if (anomalies.some(({label}) => label)) kinds.hidden = false;
  };
  kinds.hidden = !query.label;
  offerKinds([...city.anomalies.values()]);
  root.append(
    el('h1', {class: 'unseen', tabindex: -1}, 'Overview'),
    now.element,
    el('div', {class: 'overview'},
      el('section', {class: 'panel map-panel', 'aria-labelledby': 'map-title'},
        el('div', {class: 'panel-head'}, el('h2', {id: 'map-title'}, 'Map'), legend(), fit),
        el('div', {class: 'map-frame'}, mapBox, noMap)),
      nodes.element,
      el('section', {class: 'panel anomalies-panel', 'aria-labelledby': 'anomalies-title'},
        el('div', {class: 'panel-head'}, el('h2', {id: 'anomalies-title'}, 'Anomalies'),
          el('p', {class: 'hint'}, el('a', {href: '/api/anomalies.csv', download: true}, 'CSV'), ' ',
            el('a', {href: '/api/anomalies.geojson', download: true}, 'GeoJSON'))),
        filterBox, log)));

  const map = new CityMap(mapBox, city, page, id => go(hrefOf('nodes', id)));
  listAnomalies(query);
  map.membersChanged();
  nodes.membersChanged();
  now.changed();

  function listAnomalies(filters) {
    anomalies?.close();
    anomalies = new Anomalies(city, Object.fromEntries(FILTERS.map(name => [name, filters[name] ?? ''])),
      {listen: mayListen(page)});
    log.replaceChildren(...anomalies.parts);
    anomalies.start();
  }

  const stop = city.listen(change => {
    if (change.members) {
      map.membersChanged();
      nodes.membersChanged();
      anomalies.placesChanged();
      noMap.hidden = map.placed > 0 || city.nodes.size === 0 || !city.placesTold;
    } else if (change.nodes.length > 0) {
      map.redraw();
      nodes.changed();
    }
    now.changed();
    offerKinds(change.anomalies);
    if (change.anomalies.length > 0) anomalies.live(change.anomalies);
  });

  return {
    /** What was missed while nothing came. */
    again: () => anomalies.start(),
    close() {
      stop();
      map.close();
      nodes.close();
      anomalies.close();
    },
  };
}

const legend = () => el('ul', {class: 'legend', 'aria-label': 'Signs'}, ...[['QUIET', 'quiet'], ['PENDING', 'pending'],
  ['OPEN', 'alarm'], ['CLOSING', 'fading'], ['SILENT', 'silent']].map(([state, word]) => el('li', {}, mark(state), word)));

/** The strip of alarms that are open, fading or pending, the longest open first. */
class HearingNow {
  #chips = el('ul', {class: 'chips'});
  #calm = el('p', {class: 'calm'});
  #told = el('p', {class: 'unseen', role: 'status'});
  #city;
  #shown = '';
  #open = new Set();
  element = el('section', {class: 'now', 'aria-labelledby': 'now-title'},
    el('h2', {id: 'now-title'}, 'Hearing now'), this.#chips, this.#calm, this.#told);

  constructor(city) {
    this.#city = city;
  }

  changed() {
    const open = this.#city.openSince();
    const since = node => (node.state === 'PENDING' ? null : open.get(node.id)) ?? node.since;
    const hearing = [...this.#city.nodes.values()].filter(node => ALARMING.has(stateOf(node)))
      .sort((a, b) => RANK[stateOf(a)] - RANK[stateOf(b)] || (since(a) ?? 0) - (since(b) ?? 0));
    this.#tell(hearing.filter(node => stateOf(node) === 'OPEN'));
    const rest = hearing.splice(NOW_MAX).length;
    const shown = hearing.map(node => `${stateOf(node)} ${node.id} ${node.place}`).join('\n') + rest;
    if (shown !== this.#shown) this.#arrange(hearing, rest);
    this.#shown = shown;
    hearing.forEach((node, i) => {
      const lasts = since(node) === null ? '' : ` · ${format.seconds(Math.max(0, node.heardAt - since(node)) / 1000)}`;
      say(this.#chips.children[i].querySelector('.since'), `${format.score(node.smoothed)}${lasts}`);
    });
    this.#calm.hidden = hearing.length > 0;
    const {SILENT: silent} = this.#city.tallies();
    const all = this.#city.nodes.size;
    say(this.#calm, !this.#city.told ? 'Waiting for the processor …'
      : all === 0 ? 'No node has been heard yet. They appear with their first frame.'
      : silent === all ? 'No node is heard.'
        : `Nothing out of the ordinary${silent > 0 ? ` where it is heard; ${format.count(silent)} of ${format.count(all)} nodes are silent` : ''}.`);
  }

  #arrange(hearing, rest) {
    const focused = document.activeElement?.closest?.('.chips') === this.#chips ? document.activeElement.getAttribute('href') : null;
    this.#chips.replaceChildren(...hearing.map(node => {
      const state = stateOf(node);
      return el('li', {class: 'chip', 'data-state': state}, el('a', {href: hrefOf('nodes', node.id)}, mark(state),
        el('span', {class: 'name'}, node.id), el('span', {class: 'place'}, node.place ?? ''),
        el('span', {class: 'word'}, format.state(state)), el('span', {class: 'since'})));
    }), ...(rest > 0 ? [el('li', {class: 'rest'}, `and ${format.count(rest)} more`)] : []));
    for (const link of this.#chips.querySelectorAll('a')) if (link.getAttribute('href') === focused) link.focus();
  }

  /** Who listens to a screen reader hears of alarms that opened, not of every score. */
  #tell(open) {
    const opened = open.filter(node => !this.#open.has(node.id));
    this.#open = new Set(open.map(node => node.id));
    if (opened.length === 0) return;
    const names = opened.slice(0, 3).map(node => node.place ? `${node.id}, ${node.place}` : node.id).join('; ');
    say(this.#told, `Alarm: ${names}${opened.length > 3 ? ` and ${opened.length - 3} more` : ''}`);
  }
}

/** All nodes, alarms first, also those that the map can't show; only what can be seen is drawn. */
class NodeList {
  #city;
  #shown = [];
  #search = el('input', {type: 'search', placeholder: 'Name or place', 'aria-label': 'Search nodes and places',
    autocomplete: 'off', spellcheck: 'false', on: {input: () => this.membersChanged()}});
  #state = el('select', {'aria-label': 'State of the nodes', on: {change: () => this.membersChanged()}},
    ...[['', 'all'], ['ALARMING', 'alarming'], ['SILENT', 'silent'], ['NO_PLACE', 'not on the map']]
      .map(([value, word]) => el('option', {value}, word)));
  #rows = el('ul', {class: 'nodes'});
  #box = el('div', {class: 'scroll', tabindex: 0, role: 'region', 'aria-label': 'Nodes'}, this.#rows);
  #count = el('p', {class: 'hint'});
  #list = new VirtualList(this.#box, this.#rows, ROW_PIXELS, makeRow, updateRow);
  #order = '';
  element = el('section', {class: 'panel nodes-panel', 'aria-labelledby': 'nodes-title'},
    el('div', {class: 'panel-head'}, el('h2', {id: 'nodes-title'}, 'Nodes'), this.#count),
    el('div', {class: 'search'}, this.#search, this.#state), this.#box);

  constructor(city) {
    this.#city = city;
  }

  membersChanged() {
    const text = this.#search.value.trim().toLowerCase();
    const wanted = this.#state.value;
    this.#shown = [...this.#city.nodes.values()].filter(node =>
      (text === '' || node.id.toLowerCase().includes(text) || (node.place ?? '').toLowerCase().includes(text))
      && (wanted === '' || (wanted === 'NO_PLACE' ? node.at === null
        : wanted === 'ALARMING' ? ALARMING.has(stateOf(node)) : stateOf(node) === wanted)));
    this.#order = '';
    this.changed();
    const all = this.#city.nodes.size;
    say(this.#count, this.#shown.length === all ? format.count(all) : `${format.count(this.#shown.length)} of ${format.count(all)}`);
  }

  changed() {
    if (this.#state.value !== '' && this.#state.value !== 'NO_PLACE' && this.#order !== '') {
      this.membersChanged();
      return;
    }
    const alarming = this.#shown.filter(node => RANK[stateOf(node)] < RANK.QUIET);
    const order = alarming.map(node => `${stateOf(node)} ${node.id}`).sort().join('\n') + this.#shown.length;
    if (order !== this.#order) {
      this.#shown.sort((a, b) => RANK[stateOf(a)] - RANK[stateOf(b)] || compare(a.id, b.id));
      this.#list.show(this.#shown);
      this.#order = order;
    }
    this.#list.refresh();
  }

  close() {
    this.#list.close();
  }
}

const {compare} = new Intl.Collator(undefined, {numeric: true});

function makeRow(node) {
  return el('li', {class: 'node'}, el('a', {href: hrefOf('nodes', node.id)},
    el('span', {class: 'sign'}),
    el('span', {class: 'line'}, el('span', {class: 'name', title: node.id}, node.id), el('span', {class: 'word'})),
    el('span', {class: 'line'}, el('span', {class: 'place'}), el('span', {class: 'seen'})),
    el('span', {class: 'bar', 'aria-hidden': 'true'}, el('i'))));
}

function updateRow(row, node) {
  const state = stateOf(node);
  const find = selector => row.querySelector(selector);
  if (row.dataset.state !== state) {
    row.dataset.state = state;
    find('.sign').replaceChildren(mark(state));
  }
  const silent = state === 'SILENT' || state === 'UNKNOWN';
  say(find('.word'), silent ? format.state(state) : `${format.state(state)} · ${format.level(node.laeq, node.offset)}`);
  say(find('.place'), node.place ?? 'no place set');
  find('.place').title = node.place ?? '';
  if (silent) {
    say(find('.seen'), format.lastHeard(node));
    find('.bar i').style.transform = 'scaleX(0)';
    return;
  }
  say(find('.seen'), format.seen(node));
  find('.bar i').style.transform = `scaleX(${node.smoothed})`;
}
