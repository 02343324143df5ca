/** Cookies of the console: sent back to nobody else, unreadable by scripts, not sent along by other sites' forms. */
export interface CookieRules {
  /** True when people reach the service by https: the cookie then never travels in clear, and no other host of the domain can set it. */
  secure: boolean;
}

/** The name under which a cookie is kept. */
export const cookieName = (name: string, { secure }: CookieRules): string => `${secure ? '__Host-' : ''}passerelle-${name}`;

/** A Set-Cookie value that lasts until the browser is closed; what it holds says itself until when it counts. An empty value removes the cookie. */
export function writeCookie(name: string, value: string, rules: CookieRules): string {
  // A `__Host-` cookie has to have the path « / ».
  const place = rules.secure ? 'Path=/; Secure' : 'Path=/console';
  return `${cookieName(name, rules)}=${value}; ${place}; HttpOnly; SameSite=Lax${value === '' ? '; Max-Age=0' : ''}`;
}

/** The value that the browser sent under a name; undefined when there is none, or when there are two: one of them is somebody else's. */
export function readCookie(header: string | undefined, name: string, rules: CookieRules): string | undefined {
  const wanted = `${cookieName(name, rules)}=`;
  const found = (header ?? '').split(/; */).filter((item) => item.startsWith(wanted));
  return found.length === 1 ? found[0]?.slice(wanted.length) : undefined;
}
