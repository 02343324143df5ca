/** A browser's worth of a member of staff: keeps cookies, follows redirects of our own, sends forms with the page's token. */
export class ConsoleClient {
  readonly cookies = new Map<string, string>();

  constructor(readonly url: string) {}

  /** Header with every cookie. */
  get cookie(): string {
    return [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  }

  /** One request, no redirect followed. */
  async send(path: string, init: RequestInit = {}): Promise<Response> {
    const response = await fetch(new URL(path, this.url), {
      redirect: 'manual',
      ...init,
      headers: { ...(this.cookies.size > 0 ? { cookie: this.cookie } : {}), ...(init.headers as Record<string, string>) },
    });
    for (const line of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      if (value === '') this.cookies.delete(name);
      else this.cookies.set(name, value);
    }
    return response;
  }

  /** A page, after the redirects that lead to it. */
  async get(path: string): Promise<{ status: number; path: string; text: string }> {
    let at = path;
    for (let hops = 0; hops < 10; hops += 1) {
      const response = await this.send(at);
      const location = response.headers.get('location');
      if (response.status < 300 || response.status >= 400 || !location) {
        return { status: response.status, path: at, text: await response.text() };
      }
      const next = new URL(location, new URL(at, this.url));
      if (next.origin !== new URL(this.url).origin) throw new Error(`redirected elsewhere: ${next}`);
      at = next.pathname + next.search;
    }
    throw new Error(`too many redirects from ${path}`);
  }

  /** The token of the session, read from a page. */
  async token(path = '/console'): Promise<string> {
    const { text } = await this.get(path);
    const token = /name="csrf" value="([^"]+)"/.exec(text)?.[1];
    if (!token) throw new Error(`no form on ${path}`);
    return token;
  }

  /** Sends a form as a page of ours would; no redirect followed. An array of pairs repeats names. */
  async post(path: string, fields: Record<string, string> | [string, string][] = {}): Promise<Response> {
    const body = new URLSearchParams(fields);
    if (!body.has('csrf')) body.append('csrf', await this.token());
    return this.send(path, { method: 'POST', body, headers: { origin: new URL(this.url).origin } });
  }

  /** Sends a form and gives the page that follows. */
  async submit(path: string, fields: Record<string, string> | [string, string][] = {}) {
    const response = await this.post(path, fields);
    const location = response.headers.get('location');
    return location ? this.get(location) : { status: response.status, path, text: await response.text() };
  }
}

/** The address of the one-time link in what the service says at start. */
export function readOneTimeLink(lines: readonly string[]): string {
  const link = lines.map((line) => /https?:\/\/\S+\/console\/lien\/\S+/.exec(line)?.[0]).find(Boolean);
  if (!link) throw new Error(`no one-time link in: ${lines.join(' | ')}`);
  return link;
}

/** Signs in by the one-time link. */
export async function signInByLink(lines: readonly string[]): Promise<ConsoleClient> {
  const link = new URL(readOneTimeLink(lines));
  const client = new ConsoleClient(link.origin);
  const { status, path } = await client.get(link.pathname);
  if (status >= 400 || path !== '/console') throw new Error(`the one-time link led to ${path} (${status})`);
  return client;
}
