/** The request that a page answers, for the components that need it (`Page`, `Form`, `Pager`…): nobody has to pass it down. */
import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { ConsoleRequest } from './console-page.js';

export const PageContext = createContext<ConsoleRequest | undefined>(undefined);

/** The request of the page that is rendered. @throws TypeError outside `renderPage` */
export function usePage(): ConsoleRequest {
  const request = useContext(PageContext);
  if (!request) throw new TypeError('a console component is rendered outside renderPage');
  return request;
}

/** Address under /console: `linkTo('/conversations', { kind: 'fallback', cursor: undefined })`. Values that are undefined or empty are left out. */
export function linkTo(path: string, query: Readonly<Record<string, string | number | undefined>> = {}): string {
  const given = Object.entries(query).flatMap(([name, value]) =>
    value === undefined || value === '' ? [] : [[name, String(value)]],
  );
  const base = path === '/' ? '/console' : `/console${path}`;
  return given.length > 0 ? `${base}?${new URLSearchParams(given)}` : base;
}

/** The page's own address with some fields of its query changed; undefined removes one. */
export function linkToSelf({ path, query }: ConsoleRequest, changes: Readonly<Record<string, string | undefined>>): string {
  const next = new URLSearchParams(query);
  for (const [name, value] of Object.entries(changes)) {
    if (value === undefined) next.delete(name);
    else next.set(name, value);
  }
  const text = next.toString();
  return text ? `${path}?${text}` : path;
}
