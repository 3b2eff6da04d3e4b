// Elements from strings that never become markup, and addresses that never leave this server.

const SVG = 'http://www.w3.org/2000/svg';

/**
 * An element.
 *
 * @param attributes by name; `on` has listeners by event, `null`, `undefined` and `false` leave out
 * @param children elements, or values that are shown as text
 */
export function el(tag, attributes = {}, ...children) {
  return fill(document.createElement(tag), attributes, children);
}

/** The sign of a state: told by shape as well as by colour. */
export function mark(state) {
  const sign = el('span', {class: 'mark', 'data-state': state, 'aria-hidden': 'true'});
  const svg = document.createElementNS(SVG, 'svg');
  svg.setAttribute('viewBox', '0 0 16 16');
  const path = document.createElementNS(SVG, 'path');
  path.setAttribute('d', SHAPES[state] ?? SHAPES.UNKNOWN);
  svg.append(path);
  sign.append(svg);
  return sign;
}

const SHAPES = {
  QUIET: 'M8 3.5a4.5 4.5 0 1 0 0 9a4.5 4.5 0 1 0 0-9z',
  PENDING: 'M8 1.5L14.5 8L8 14.5L1.5 8z',
  OPEN: 'M8 1L15.5 14.5H.5z',
  CLOSING: 'M8 1L15.5 14.5H.5z',
  SILENT: 'M8 2.5a5.5 5.5 0 1 0 0 11a5.5 5.5 0 1 0 0-11zM3.5 12.5l9-9',
  UNKNOWN: 'M8 5a3 3 0 1 0 0 6a3 3 0 1 0 0-6z',
};

/** Sets a text if it is another: what listens to changes hears of real ones only. */
export function say(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

/** A list of terms and what they stand at. */
export function facts(pairs) {
  return el('dl', {class: 'facts'}, ...pairs.map(([term, value, title]) =>
    el('div', {title}, el('dt', {}, term), el('dd', {}, value))));
}

/** A frame with a heading around a part of a screen. */
export function panel(title, {id, hint, wide, actions = []} = {}, ...children) {
  const heading = `${id}-title`;
  return el('section', {class: wide ? 'panel wide' : 'panel', id, 'aria-labelledby': heading},
    el('div', {class: 'panel-head'}, el('h2', {id: heading}, title), hint && el('p', {class: 'hint'}, hint), ...actions),
    ...children);
}

function fill(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (name === 'on') {
      for (const [event, listener] of Object.entries(value)) element.addEventListener(event, listener);
    } else if (name !== 'href' || isOwn(value)) {
      element.setAttribute(name, value === true ? '' : value);
    }
  }
  element.append(...children.filter(child => child !== null && child !== undefined && child !== false));
  return element;
}

const isOwn = address => /^(#|\/(?![/\\]))/.test(address);
