// Addresses of the screens: #/, #/nodes/ID, #/system, each with a query.

/** The address of a screen. */
export function hrefOf(screen = '', name = null, query = {}) {
  const given = Object.entries(query).filter(([, value]) => value);
  const rest = given.length === 0 ? '' : `?${new URLSearchParams(given)}`;
  return `#/${screen}${name === null ? '' : `/${encodeURIComponent(name)}`}${rest}`;
}

/** The address of a node's page that answers why, for a range of times in ISO 8601. */
export const whyHref = (node, from, to) => hrefOf('nodes', node, {from, to});

/** {screen, name, query} of the address the browser is at. */
export function here() {
  const [path, query = ''] = location.hash.replace(/^#\/?/, '').split(/\?(.*)/s);
  const [screen, name = null] = path.split('/');
  return {screen, name: name === null ? null : decoded(name), query: Object.fromEntries(new URLSearchParams(query))};
}

/** Another query at the same screen: in the address, and no step back. */
export function replaceQuery(query) {
  const {screen, name} = here();
  history.replaceState(null, '', hrefOf(screen, name, query));
}

export function go(href) {
  location.hash = href;
}

function decoded(name) {
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}
