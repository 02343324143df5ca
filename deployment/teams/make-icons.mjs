#!/usr/bin/env node
// Draws the two icons of the Teams app: the footbridge of the site's own icon (src/widget/favicon.svg), in colour (192 × 192)
// and in white on nothing (32 × 32), as Teams asks. Needs Chromium; the pictures are committed, so this runs when the drawing changes.
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import { findChromium } from '../../test/support/find-chromium.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const footbridge = 'M2 18c4-7 16-7 20 0M2 12.5c4-7 16-7 20 0M2 12.5V18M7.3 8.1v5.5M12 7.2v5.5M16.7 8.1v5.5M22 12.5V18';
const draw = (size, view, stroke, background) => `
<svg xmlns="http://www.w3.org/2000/svg" width="${size}" height="${size}" viewBox="${view}" style="display:block">
  ${background}
  <path d="${footbridge}" fill="none" stroke="#fff" stroke-width="${stroke}" stroke-linecap="round" stroke-linejoin="round"/>
</svg>`;

const icons = [
  // Teams rounds the corners of the colour icon by itself, and may crop 12 points on each side: the drawing stays within.
  { name: 'color.png', size: 192, svg: draw(192, '-8 -7.4 40 40', 2, '<rect x="-8" y="-7.4" width="40" height="40" fill="#14505c"/>') },
  { name: 'outline.png', size: 32, svg: draw(32, '0 0.4 24 24', 1.7, '') },
];

const browser = await chromium.launch({ executablePath: findChromium(), args: ['--no-sandbox', '--disable-gpu'] });
try {
  for (const { name, size, svg } of icons) {
    const page = await browser.newPage({ viewport: { width: size, height: size } });
    await page.setContent(`<body style="margin:0;background:transparent">${svg}</body>`);
    await page.screenshot({ path: join(here, name), omitBackground: true });
    await page.close();
  }
} finally {
  await browser.close();
}
