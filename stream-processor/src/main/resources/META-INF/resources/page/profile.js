// What an operator says of a node: shown to all, changed by operators.

import * as api from './api.js';
import {el, facts, say} from './dom.js';
import * as format from './format.js';

const FIELDS = [
  ['place', 'Place', {type: 'text', maxlength: 200}],
  ['latitude_deg', 'Latitude, °', {type: 'number', min: -90, max: 90, step: 'any'}],
  ['longitude_deg', 'Longitude, °', {type: 'number', min: -180, max: 180, step: 'any'}],
  ['calibration_offset_db', 'Calibration, dB', {type: 'number', min: -50, max: 250, step: 'any'}],
  ['open_threshold', 'Opens from', {type: 'number', min: 0, max: 1, step: 'any'}],
  ['close_threshold', 'Closes below', {type: 'number', min: 0, max: 1, step: 'any'}],
  ['immediate_threshold', 'Opens at once from', {type: 'number', min: 0, max: 1, step: 'any'}],
];
const CHANGERS = new Set(['operator', 'admin']);

export class Profile {
  #node;
  #mayChange;
  #onChange;
  #profile = null;
  element = el('div', {class: 'profile'});

  /** @param onChange called when it was changed */
  constructor(node, page, onChange) {
    this.#node = node;
    this.#mayChange = CHANGERS.has(page.role);
    this.#onChange = onChange;
  }

  async start() {
    try {
      this.#profile = await api.getOrNull(api.path('/api/profiles', this.#node));
    } catch (e) {
      this.element.replaceChildren(el('p', {class: 'trouble'}, e.message));
      return;
    }
    this.element.replaceChildren(...(this.#mayChange ? [this.#form()] : this.#read()));
  }

  #read() {
    if (!this.#profile) {
      return [el('p', {class: 'empty'}, 'Nobody has said anything of this node yet.'), whoMay()];
    }
    const profile = this.#profile;
    const given = FIELDS.filter(([name]) => profile[name] != null).map(([name, title]) => [title, String(profile[name])]);
    return [facts([...given, ['Alarms', profile.alarms_off ? 'off' : 'on'], ...this.#history()]), whoMay()];
  }

  #history() {
    const {in_force_from: from, in_force: inForce, calibration_method: method, calibrated_at: calibrated, set_by: by, set_at: at} = this.#profile;
    return [
      from && ['In force from', format.time(from)], inForce === false && ['In force', 'not yet'],
      method && ['Calibrated with', method], calibrated && ['Calibrated', format.time(calibrated)],
      by && ['Set by', by], at && ['Set', format.time(at)],
    ].filter(Boolean);
  }

  #form() {
    const profile = this.#profile ?? {};
    const told = el('p', {class: 'told', role: 'status'});
    const off = el('input', {type: 'checkbox', name: 'alarms_off', checked: profile.alarms_off === true});
    const from = el('input', {type: 'datetime-local', name: 'in_force_from', step: 1});
    const form = el('form', {class: 'form', 'aria-label': 'Profile', on: {submit: async event => {
      event.preventDefault();
      try {
        await api.send('PUT', api.path('/api/profiles', this.#node), this.#said(form));
        say(told, 'Saved.');
        this.#onChange();
      } catch (e) {
        say(told, e.message);
      }
    }}},
    ...FIELDS.map(([name, title, attributes]) => el('label', {}, el('span', {}, title),
      el('input', {name, value: profile[name], placeholder: "the model's", ...attributes}))),
    el('label', {}, el('span', {}, 'In force from (now, if empty)'), from),
    el('label', {class: 'check'}, off, el('span', {}, 'Alarms off: heard, scored and explained all the same')),
    el('div', {class: 'actions'}, el('button', {type: 'submit', class: 'main'}, 'Save'), told));
    for (const name of ['place', 'latitude_deg', 'longitude_deg', 'calibration_offset_db']) form.elements[name].placeholder = 'not set';
    return this.#profile ? el('div', {}, form, facts(this.#history())) : form;
  }

  /** The profile as it is with what the form says; empty fields say nothing. */
  #said(form) {
    const said = {...this.#profile, node_id: this.#node, alarms_off: form.elements.alarms_off.checked};
    for (const [name, , {type}] of FIELDS) {
      const text = form.elements[name].value.trim();
      said[name] = text === '' ? null : type === 'number' ? Number(text) : text;
    }
    const from = form.elements.in_force_from.value;
    said.in_force_from = from === '' ? null : new Date(from).toISOString();
    for (const name of ['in_force', 'set_by', 'set_at']) delete said[name];
    return said;
  }
}

const whoMay = () => el('p', {class: 'hint'}, 'Operators may change it.');
