import { existsSync } from 'node:fs';

/** Path of a Chromium or Chrome on this machine, or undefined. CHROMIUM wins. */
export function findChromium() {
  const paths = [
    process.env.CHROMIUM,
    '/usr/bin/chromium',
    '/usr/bin/chromium-browser',
    '/usr/bin/google-chrome',
    '/snap/bin/chromium',
  ];
  return paths.find((path) => path && existsSync(path));
}
