import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { journalLabels } from '../../src/console/journal-labels.js';
import type { ConsoleClient } from '../support/console-client.js';
import { noProvider, startTestConsole, type TestConsole } from '../support/test-console.js';

describe('console: journal', () => {
  let staff: TestConsole;
  let admin: ConsoleClient;
  before(async () => {
    staff = await startTestConsole({ provider: noProvider });
    admin = await staff.enter('admin');
    for (let line = 0; line < 120; line += 1) {
      await staff.stores.records.addToJournal({
        at: new Date(Date.UTC(2026, 1, 1 + Math.floor(line / 10), 12, line % 10)).toISOString(),
        who: line % 2 === 0 ? 'a_admin_all' : 'a_gone',
        action: line % 3 === 0 ? 'account.invite' : 'account.change',
        target: `cible-${line}`,
        ...(line === 5 ? { network: 'lianes-cooperation', detail: { rôle: 'Lecture' } } : {}),
      });
    }
  });
  after(() => staff.close());

  const targets = (text: string) => [...text.matchAll(/<code>(cible-\d+)<\/code>/g)].map((match) => match[1]);

  it('shows who did what, newest first, page by page', async () => {
    const first = await admin.get('/console/journal');
    expect(targets(first.text)).to.have.length(50);
    expect(targets(first.text)[0]).to.equal('cible-119');
    expect(first.text).to.include('>admin</th>').and.to.include('a_gone').and.to.include('12 févr. 2026, 13:09');
    let page = first;
    const seen = targets(page.text);
    for (let pages = 1; pages < 4; pages += 1) {
      const next = /href="([^"]+)" rel="next"/.exec(page.text)?.[1]?.replaceAll('&amp;', '&');
      if (!next) break;
      page = await admin.get(next);
      seen.push(...targets(page.text));
    }
    expect(seen).to.have.length(120);
    expect(new Set(seen).size).to.equal(120);
    expect(page.text).to.include('Revenir au début');
  });

  it('can be narrowed by person, action, object and days of Paris, also page by page', async () => {
    const find = async (query: Record<string, string>) =>
      (await admin.get(`/console/journal?${new URLSearchParams(query)}`)).text;
    expect(targets(await find({ qui: 'a_gone', action: 'account.invite' }))).to.have.length(20);
    const one = await find({ objet: 'cible-5' });
    expect(targets(one)).to.deep.equal(['cible-5']);
    expect(one).to.include('réseau : lianes-cooperation').and.to.include('rôle : Lecture').and.to.include('Compte modifié');
    expect(targets(await find({ du: '2026-02-03', au: '2026-02-03' }))).to.have.length(10);
    const paged = await find({ action: 'account.change' });
    expect(/href="([^"]+)" rel="next"/.exec(paged)?.[1]).to.include('action=account.change');
    expect(await find({ objet: 'rien' })).to.include('Aucune ligne ne correspond');
    for (const odd of ['2026-13-45', '2026-02-31', 'hier', '0000-00-00'])
      expect((await admin.get(`/console/journal?du=${odd}&au=${odd}`)).status).to.equal(200);
    expect((await admin.get('/console/journal?cursor=nonsense')).status).to.be.oneOf([200, 400]);
  });

  it('has a French name for every action that the console writes', () => {
    const root = fileURLToPath(new URL('../../src/console', import.meta.url));
    const files = readdirSync(root, { recursive: true, withFileTypes: true }).filter((item) => /\.tsx?$/.test(item.name));
    const written = files.flatMap((item) =>
      [...readFileSync(join(item.parentPath, item.name), 'utf8').matchAll(/recordAction\([^;]*?'([a-z-]+\.[a-z-]+)'/g)].map(
        (match) => match[1] ?? '',
      ),
    );
    expect(written.length).to.be.greaterThan(5);
    expect([...new Set(written)].filter((action) => !(action in journalLabels))).to.deep.equal([]);
  });
});
