import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Where the build puts what is not TypeScript: beside the compiled code, or `dist` when the sources run as they are. */
export const assetsDir = import.meta.url.endsWith('.ts')
  ? join(dirname(fileURLToPath(import.meta.url)), '../dist')
  : join(dirname(fileURLToPath(import.meta.url)), '..');
