import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Route } from '../http/route.js';
import type { Shell } from './console-page.js';

const files = { style: 'console.css', script: 'enhance.js' } as const;
const types = { style: 'text/css; charset=utf-8', script: 'text/javascript; charset=utf-8' } as const;

/** What pages load, read once at start. An address changes with the content, so browsers may keep it for good. */
export function createAssets(folder: string): { routes: Route[]; addresses: Pick<Shell, 'style' | 'script'> } {
  const load = (kind: keyof typeof files): { address: string; route: Route } => {
    const content = readFileSync(join(folder, files[kind]));
    const version = createHash('sha256').update(content).digest('hex').slice(0, 12);
    const address = `/console/assets/${version}/${files[kind]}`;
    return {
      address,
      route: {
        method: 'GET',
        path: `/console/assets/:version/${files[kind]}`,
        handle: ({ params }) => ({
          status: 200,
          headers: {
            'Content-Type': types[kind],
            'Cache-Control': params.version === version ? 'public, max-age=31536000, immutable' : 'no-store',
            'Cross-Origin-Resource-Policy': 'same-origin',
          },
          body: content,
        }),
      },
    };
  };
  const [style, script] = [load('style'), load('script')];
  return { routes: [style.route, script.route], addresses: { style: style.address, script: script.address } };
}
