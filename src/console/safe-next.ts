/** Where the sign-in page begins; nobody is sent there after signing in. */
const OUTSIDE = /^\/console\/(?:connexion|deconnexion|lien|assets)(?:[/?]|$)/;

/**
 * The page of the console to go to after signing in, from what an address claims; « /console » for anything else. Only paths
 * under /console pass, read as a browser reads them, so that no spelling leads to another site.
 */
export function readNext(claimed: string | null | undefined): string {
  const home = '/console';
  if (!claimed || claimed.length > 2000 || !/^\/console(?:[/?]|$)/.test(claimed)) return home;
  // Browsers drop tabs and line ends, and take « \ » for « / »; encoded ones may be decoded on the way.
  if (/[\\\p{Cc}\s]|%(?:0[0-9a-f]|1[0-9a-f]|5c|7f)/iu.test(claimed) || claimed.includes('//')) return home;
  const base = 'http://console.invalid';
  const url = parse(claimed, base);
  if (!url || url.origin !== base || !/^\/console(?:\/|$)/.test(url.pathname) || OUTSIDE.test(url.pathname)) return home;
  return url.pathname + url.search;
}

function parse(text: string, base: string): URL | null {
  try {
    return new URL(text, base);
  } catch {
    return null;
  }
}
