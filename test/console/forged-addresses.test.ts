import { expect } from 'chai';
import type { ConsolePage } from '../../src/console/console-page.js';
import { filterFields } from '../../src/console/review/turn-filters.js';
import { writeCursor } from '../../src/storage/memory/page-cursor.js';
import type { ConsoleClient } from '../support/console-client.js';
import { sharedPostgres } from '../support/postgres.js';
import { noProvider, startTestConsole, type TestConsole } from '../support/test-console.js';

/** What pages read from their addresses. */
const names = [
  ...filterFields,
  ...['cursor', 'q', 'jours', 'debut', 'tour', 'liste', 'apres', 'echange', 'periode', 'semaine', 'format', 'brouillon', 'id'],
  ...['qui', 'action', 'objet', 'avec', 'theme', 'etat', 'nom', 'personne', 'next', 'fin'],
];
const values = ['\0', '9999-12-31', 'a|999999999', 'figures|999999999999999999', '../../account/local'];
const cursors = [[], ['x', 'y'], ['2026-01-01 (x)', '1'], [1, 2], ['2026-01-01T00:00:00Z', '9'.repeat(30)], ['\0', '\0']];
/** Pages that hand what they read to a search. */
const searching = ['/conversations', '/journal', '/chiffres', '/chiffres/tableau', '/chiffres/echanges'];

describe('console: addresses that nobody was given', function () {
  this.timeout(120_000);
  for (const [store, databaseUrl] of [
    ['lowdb', async () => undefined],
    ['PostgreSQL', async () => (await sharedPostgres()).createDatabase()],
  ] as const) {
    describe(store, () => {
      let staff: TestConsole;
      let admin: ConsoleClient;
      let pages: readonly ConsolePage[];
      before(async () => {
        staff = await startTestConsole({ provider: noProvider, databaseUrl: await databaseUrl() });
        admin = await staff.enter('admin');
        pages = staff.pages.filter(({ method, path }) => method === 'GET' && path !== '/*');
        await staff.stores.transcripts.open({ id: 'a', channelId: 'directline', network: 'x' });
      });
      after(() => staff.close());

      const ask = async (path: string, query: Record<string, string>) => {
        const address = `/console${path}?${new URLSearchParams(query)}`;
        const response = await admin.send(address);
        await response.arrayBuffer();
        expect(response.status, decodeURIComponent(address)).to.be.lessThan(500);
      };

      it('are errors of whoever made them, never ours: all fields at once', async () => {
        for (const { path } of pages)
          for (const value of values) {
            const place = path.replace(/:\w+/g, encodeURIComponent(value));
            await ask(place === '/' ? '' : place, Object.fromEntries(names.map((name) => [name, value])));
          }
      });

      it('the same field by field, where something is searched', async () => {
        expect(pages.map(({ path }) => path)).to.include.members(searching);
        for (const path of searching) {
          for (const name of [...filterFields, 'qui', 'action', 'objet'])
            for (const value of ['\0', "'; DROP TABLE turns; --", '0000-01-01'])
              await ask(path, { tableau: 'abandons', [name]: value });
          for (const cursor of cursors) await ask(path, { cursor: writeCursor(cursor) });
        }
      });
    });
  }
});
