import { expect } from 'chai';
import { Accounts, idOfInvitation } from '../../src/console/accounts.js';
import { Team } from '../../src/console/team.js';
import type { ConsoleClient } from '../support/console-client.js';
import { noProvider, startTestConsole, type TestConsole } from '../support/test-console.js';

describe('console: team', () => {
  let staff: TestConsole;
  let admin: ConsoleClient;
  beforeEach(async () => {
    staff = await startTestConsole({ provider: noProvider, admins: ['a_publisher_all@reseau.example'] });
    admin = await staff.enter('admin');
  });
  afterEach(() => staff.close());
  const accounts = () => new Accounts(staff.stores.records);
  const invite = (fields: Record<string, string> | [string, string][]) => admin.submit('/console/equipe/inviter', fields);
  const lastLine = async () => (await staff.stores.records.readJournal({}, { limit: 1 })).items[0];

  it('invites by address, with a role and networks, and says so in the journal', async () => {
    const page = await invite({
      email: ' Nina@Mairie.example ',
      role: 'publisher',
      scope: 'some',
      networks: 'lianes-cooperation',
    });
    expect(page.text).to.include('nina@mairie.example peut maintenant se connecter (Publication)').and.to.include('Invitation');
    expect(await accounts().find(idOfInvitation('nina@mairie.example'))).to.deep.include({
      role: 'publisher',
      networks: ['lianes-cooperation'],
      invitedBy: 'a_admin_all',
    });
    expect(await lastLine()).to.deep.include({
      who: 'a_admin_all',
      action: 'account.invite',
      target: 'nina@mairie.example',
      detail: { rôle: 'Publication', réseaux: 'lianes-cooperation' },
    });
  });

  it('says what is wrong beside the field, and keeps what was filled in', async () => {
    const wrong = await invite({ email: 'nina', role: 'reviewer', scope: 'some' });
    expect(wrong.status).to.equal(422);
    expect(wrong.text)
      .to.include('value="nina"')
      .and.to.include('adresse de courriel complète')
      .and.to.include('au moins un')
      .and.to.match(/value="reviewer"[^>]* checked|checked[^>]* value="reviewer"/);
    for (const fields of [
      { email: 'a@b.example', role: 'reader', scope: 'some', networks: 'inconnu' },
      { email: 'a@b.example', role: 'king', scope: 'all' },
      { email: 'a@b.example', role: 'reader' },
      { email: 'a_admin_all@reseau.example', role: 'reader', scope: 'all' },
    ])
      expect((await invite(fields as Record<string, string>)).status).to.equal(422);
    expect(await accounts().list()).to.have.length(1);
  });

  it('administration is for all networks', async () => {
    await invite([
      ['email', 'b@b.example'],
      ['role', 'admin'],
      ['scope', 'some'],
      ['networks', 'lianes-cooperation'],
    ]);
    expect(await accounts().find(idOfInvitation('b@b.example'))).to.include({ role: 'admin', networks: 'all' });
  });

  it('an invitation can be changed and taken back', async () => {
    await invite({ email: 'c@c.example', role: 'reader', scope: 'all' });
    const id = idOfInvitation('c@c.example');
    await admin.submit(`/console/equipe/${id}`, { role: 'reviewer', scope: 'all' });
    expect(await accounts().find(id)).to.include({ role: 'reviewer' });
    const page = await admin.submit(`/console/equipe/${id}/retirer`);
    expect(page.text).to.include('n’a plus accès');
    expect((await lastLine())?.action).to.equal('account.remove');
    expect((await admin.get(`/console/equipe/${id}`)).status).to.equal(404);
    expect((await invite({ email: 'c@c.example', role: 'reader', scope: 'all' })).status).to.equal(200);
  });

  it('the last administrator can neither leave nor step down; an invitation is not yet one', async () => {
    await invite({ email: 'd@d.example', role: 'admin', scope: 'all' });
    for (const [path, fields] of [
      ['/console/equipe/a_admin_all', { role: 'reader', scope: 'all' }],
      ['/console/equipe/a_admin_all/retirer', {}],
    ] as [string, Record<string, string>][]) {
      const page = await admin.submit(path, fields);
      expect(page.status).to.equal(422);
      expect(page.text).to.include('dernière personne du rôle Administration');
    }
    expect((await admin.send('/console/equipe')).status).to.equal(200);
  });

  it('two administrators who take each other’s rights at once: one remains', async () => {
    await staff.enter('reader', ['lianes-cooperation']);
    const other = 'a_reader_lianes-cooperation';
    const slow = accounts();
    await slow.change(other, (account) => ({ ...account, role: 'admin', networks: 'all' }));
    const team = new Team({ accounts: slow, admins: [], now: () => staff.clock.now });
    const outcomes = await Promise.all([team.change(other, { role: 'reader', networks: 'all' }), team.remove('a_admin_all')]);
    const left = (await slow.list()).filter(({ role }) => role === 'admin');
    expect(left).not.to.have.length(0);
    expect(outcomes.some((outcome) => 'refused' in outcome)).to.equal(true);
  });

  it('who is named by the configuration is changed there', async () => {
    await staff.enter('publisher');
    await accounts().change('a_publisher_all', (account) => ({ ...account, role: 'admin' }));
    const page = await admin.submit('/console/equipe/a_publisher_all/retirer');
    expect(page.status).to.equal(422);
    expect(page.text).to.include('STAFF_ADMINS');
  });

  it('an account that cannot be read opens nothing', async () => {
    const reader = await staff.enter('reader');
    await staff.stores.records.put('account', 'a_reader_all', { role: 'emperor', sessions: 'all' });
    expect((await reader.send('/console')).status).to.equal(303);
    expect((await admin.get('/console/equipe')).status).to.equal(200);
  });
});
