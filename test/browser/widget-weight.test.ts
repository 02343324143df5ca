import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { buildWidget, WEIGHT_BUDGET, weigh } from '../../src/widget/build.js';

describe('web chat: weight', () => {
  let folder: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'passerelle-widget-'));
    await buildWidget(folder);
  });
  after(() => rm(folder, { recursive: true, force: true }));

  it('is at most 25 KB gzipped in all, 3 KB before it is opened', async () => {
    const weights = await Promise.all(
      (await readdir(folder)).map(async (name) => ({ name, weight: weigh(await readFile(join(folder, name))) })),
    );
    expect(weights.find(({ name }) => name === 'widget.js')?.weight).to.be.within(500, WEIGHT_BUDGET.launcher);
    expect(weights.reduce((sum, { weight }) => sum + weight, 0)).to.be.within(5000, WEIGHT_BUDGET.all);
    expect(WEIGHT_BUDGET).to.deep.equal({ all: 25 * 1024, launcher: 3 * 1024 });
  });

  it('weighs what the README says', async () => {
    const readme = await readFile('README.md', 'utf8');
    const names = await readdir(folder);
    const weights = await Promise.all(names.map(async (name) => weigh(await readFile(join(folder, name)))));
    const said = (pattern: RegExp) => Number(pattern.exec(readme)?.[1]) * 1024;
    expect(said(/A page loads ([\d.]+) KB gzipped/)).to.be.closeTo(weights[names.indexOf('widget.js')] ?? 0, 256);
    expect(said(/first conversation loads is ([\d.]+) KB/)).to.be.closeTo(
      weights.reduce((sum, weight) => sum + weight, 0),
      512,
    );
  });

  it('holds no script or style inline, no address of another site, and no unfilled place', async () => {
    const page = await readFile(join(folder, 'page.html'), 'utf8');
    expect(page).not.to.match(/<style|style=|<script(?![^>]*src=)|\son\w+=|\{\{/i);
    for (const name of await readdir(folder)) {
      const content = await readFile(join(folder, name), 'utf8');
      const addresses = (content.match(/https?:\/\/[\w.-]+/g) ?? []).filter(
        (address) => address !== 'http://www.w3.org' && address !== 'https://www.',
      );
      expect(addresses, name).to.deep.equal([]);
    }
  });
});
