import { expect } from 'chai';
import { tableIds } from '../../src/console/figures/figure-tables.js';
import { ConsoleClient } from '../support/console-client.js';
import { type SmtpServer, startSmtpServer } from '../support/smtp-server.js';
import { giveOpinion, type StaffedApp, startStaffedApp } from '../support/staffed-app.js';

/** The words of a page, as they are read. */
const words = (html: string) =>
  html
    .replace(/<[^>]+>/g, ' ')
    .replace(/&#39;|&apos;/g, "'")
    .replace(/&quot;/g, '"')
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&amp;/g, '&')
    .replace(/\s+/g, ' ');

/** Rows of a CSV file as the page offers it. */
async function readCsv(client: ConsoleClient, path: string): Promise<{ rows: string[][]; text: string }> {
  const response = await client.send(path);
  expect(response.status, path).to.equal(200);
  expect(response.headers.get('content-type')).to.equal('text/csv; charset=utf-8');
  expect(response.headers.get('content-disposition')).to.match(/^attachment; filename="passerelle-/);
  const bytes = Buffer.from(await response.arrayBuffer());
  expect([...bytes.subarray(0, 3)], 'BOM').to.deep.equal([0xef, 0xbb, 0xbf]);
  const text = bytes.subarray(3).toString('utf8');
  const cells = [...text.matchAll(/("(?:[^"]|"")*"|[^;\r\n]*)(;|\r\n)/g)];
  const rows: string[][] = [[]];
  for (const [, cell = '', end] of cells) {
    rows.at(-1)?.push(cell.startsWith('"') ? cell.slice(1, -1).replaceAll('""', '"') : cell);
    if (end === '\r\n') rows.push([]);
  }
  return { rows: rows.slice(0, -1), text };
}

describe('figures on conversations that were really played', function () {
  this.timeout(120_000);
  let app: StaffedApp;
  let smtp: SmtpServer;
  let anne: ConsoleClient;
  let bruno: ConsoleClient;
  let chloe: ConsoleClient;
  let dora: ConsoleClient;

  before(async () => {
    smtp = await startSmtpServer();
    app = await startStaffedApp({
      DIGEST_SMTP_URL: smtp.url,
      DIGEST_FROM: 'passerelle@reseau.example',
      DIGEST_TO: 'equipe@reseau.example',
    });
    const today = app.clock.now;
    app.clock.now = new Date(today.getTime() - 3 * 24 * 3_600_000);
    const lille = await app.play('=HYPERLINK("http://mal.example";"clic")', 'je suis élu à Lille, qui contacter ?');
    await giveOpinion(app.url, lille.conversation, lille.replies[0]?.[0], 'dislike', '+33 6 12 34 56 78 : « ; » rien compris');
    await app.play('recette du cassoulet', 'je suis élu à Toulouse, qui contacter ?');
    await app.play("c'est quoi l'aict", 'joignez-moi à jean.dupont@exemple.fr pour un jumelage');
    app.clock.now = today;
    [anne, bruno, chloe, dora] = await Promise.all([
      app.enter('anne'),
      app.enter('bruno'),
      app.enter('chloe'),
      app.enter('dora'),
    ]);
  });
  after(async () => {
    await app.close();
    await app.remove();
    await smtp.close();
  });

  const questions = async (client: ConsoleClient, query = '') =>
    Number((await readCsv(client, `/console/chiffres/tableau?tableau=bilan${query}`)).rows[1]?.[1]);

  it('counts for an account its networks and what belongs to none, whatever it asks for', async () => {
    expect(await questions(anne)).to.equal(6);
    expect(await questions(anne, '&reseau=occitanie-cooperation')).to.equal(2);
    expect(await questions(anne, '&reseau=aucun')).to.equal(2);
    expect(await questions(bruno)).to.equal(4);
    expect(await questions(bruno, '&reseau=lianes-cooperation')).to.equal(2);
    expect(await questions(bruno, '&reseau=occitanie-cooperation')).to.equal(4);
    const { text } = await bruno.get('/console/chiffres?reseau=occitanie-cooperation');
    expect(words(text)).to.include('Ce réseau n’existe pas, ou ses chiffres ne vous sont pas ouverts');
    expect(text).to.include('value="lianes-cooperation"').and.not.to.include('value="occitanie-cooperation"');
    const tables = async (client: ConsoleClient) =>
      (
        await Promise.all(
          ['reseaux', 'contacts', 'regions'].map((id) => readCsv(client, `/console/chiffres/tableau?tableau=${id}`)),
        )
      )
        .map((table) => table.text)
        .join();
    expect(await tables(anne))
      .to.include('Lianes')
      .and.include('Occitanie');
    expect(await tables(bruno))
      .to.include('Lianes')
      .and.not.to.include('Occitanie');
    const week = async (client: ConsoleClient) => words((await client.get('/console/chiffres/semaine')).text);
    expect(await week(anne))
      .to.include('cassoulet')
      .and.include('HYPERLINK');
    expect(await week(bruno))
      .to.include('HYPERLINK')
      .and.not.to.include('cassoulet');
    expect(await week(chloe))
      .to.include('cassoulet')
      .and.not.to.include('HYPERLINK');
  });

  it('gives every table as CSV', async () => {
    for (const table of tableIds) {
      const { rows } = await readCsv(dora, `/console/chiffres/tableau?tableau=${table}&periode=7`);
      expect(
        rows.every((row) => row.length === rows[0]?.length),
        table,
      ).to.equal(true);
    }
    const { rows } = await readCsv(anne, '/console/chiffres/tableau?tableau=contacts');
    expect(rows.map((row) => row.join()).join(' '))
      .to.match(/Lianes.*,1/)
      .and.match(/Occitanie.*,1/);
    expect((await anne.send('/console/chiffres/tableau?tableau=tout')).status).to.equal(404);
  });

  it('exports turns as CSV: masked, safe in a spreadsheet, and only those that may be seen', async () => {
    const { rows, text } = await readCsv(anne, '/console/chiffres/echanges');
    expect(rows).to.have.length(7);
    const column = (name: string) => rows.slice(1).map((row) => row[rows[0]?.indexOf(name) ?? -1] ?? '');
    expect(column('Question').find((question) => question.includes('HYPERLINK'))).to.match(/^'=/);
    expect(column('Commentaire de l’avis').join()).to.include('rien compris');
    expect(text).not.to.include('12 34 56').and.not.to.include('jean.dupont');
    for (const cell of rows.slice(1).flat()) expect(cell).not.to.match(/^\s*[=+@]|^-\D/);
    expect(column('Date et heure (Paris)')[0]).to.match(/^2026-11-20 10:0/);
    expect(column('Réseau').filter((name) => name.includes('Occitanie'))).to.have.length(2);
    const own = await readCsv(bruno, '/console/chiffres/echanges?reseau=occitanie-cooperation');
    expect(own.rows).to.have.length(1);
    expect((await readCsv(bruno, '/console/chiffres/echanges')).text).not.to.include('cassoulet');
    expect((await readCsv(anne, '/console/chiffres/echanges?avis=dislike')).rows).to.have.length(2);
  });

  it('exports turns as JSONL, without who spoke', async () => {
    const response = await anne.send('/console/chiffres/echanges?format=jsonl&decision=fallback');
    expect(response.headers.get('content-type')).to.equal('application/x-ndjson; charset=utf-8');
    const turns = (await response.text())
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(turns.length).to.be.greaterThan(0);
    for (const turn of turns) {
      expect(turn.decision.kind).to.equal('fallback');
      expect(turn).to.include.keys('question', 'reply', 'annotations').and.not.to.have.any.keys('user', 'replyIds');
    }
  });

  it('exports nothing for a filter that means nothing, and nothing to a reader', async () => {
    const wrong = await anne.send('/console/chiffres/echanges?fiche=fiche-inconnue');
    expect(wrong.status).to.equal(400);
    expect(words(await wrong.text())).to.include('Rien n’est exporté : « Fiche »');
    for (const path of ['/console/chiffres/echanges', '/console/chiffres/export']) {
      expect((await dora.send(path)).status, path).to.equal(403);
      expect((await new ConsoleClient(app.url).send(path)).status, path).to.be.oneOf([302, 303]);
    }
    expect((await dora.get('/console/chiffres')).text).not.to.include('Exporter les échanges');
  });

  it('notes each export in the journal with its filter, its words masked', async () => {
    await anne.send('/console/chiffres/echanges?decision=fallback&texte=appelez+le+06+12+34+56+78');
    const { text } = await anne.get('/console/journal');
    expect(words(text)).to.include('Échanges exportés').and.include('Tableau de chiffres exporté');
    expect(words(text)).to.include('fallback').and.not.to.include('06 12');
  });

  it('sends the digest of the installation once, by the configured way', async () => {
    expect(await app.digest.look()).to.equal(true);
    expect(await app.digest.look()).to.equal(false);
    expect(smtp.letters.map(({ to }) => to)).to.deep.equal([['equipe@reseau.example']]);
    const letter = smtp.letters[0]?.data ?? '';
    expect(letter).not.to.include('mal.example').and.not.to.include('jean.dupont');
    expect(words((await anne.get('/console/chiffres/semaine')).text)).to.include('Ce bilan a été envoyé');
  });
});
