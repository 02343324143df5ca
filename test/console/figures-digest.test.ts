import { expect } from 'chai';
import { pino } from 'pino';
import { createDigest } from '../../src/console/figures/digest.js';
import { findDigest } from '../../src/console/figures/digest-ledger.js';
import { serveLoopback } from '../support/serve-loopback.js';
import { type SmtpServer, startSmtpServer } from '../support/smtp-server.js';
import { noProvider, startTestConsole, type TestConsole } from '../support/test-console.js';

const HOUR = 3_600_000;
/** Monday 2 March 2026, 7:59 in Paris. */
const BEFORE = new Date('2026-03-02T06:59:00Z');
const AT = new Date('2026-03-02T07:00:00Z');

interface Webhook {
  url: string;
  cards: string[];
  status: number;
  close(): Promise<void>;
}

async function startWebhook(): Promise<Webhook> {
  const hook: Webhook = { url: '', cards: [], status: 202, close: async () => undefined };
  const { url, close } = await serveLoopback((request, response) => {
    let body = '';
    request.on('data', (chunk) => {
      body += chunk;
    });
    request.on('end', () => {
      if (hook.status < 300) hook.cards.push(body);
      // restify's own writeHead, once loaded, cannot be chained.
      response.statusCode = hook.status;
      if (hook.status === 302) response.setHeader('Location', 'http://127.0.0.1:1/');
      response.end();
    });
  });
  return Object.assign(hook, { url: `${url}/workflows/x?sig=secret`, close });
}

/** A quoted-printable or base64 letter as it reads. */
function readLetter(data: string): string {
  const quoted = data
    .replace(/=\n/g, '')
    .replace(/((?:=[0-9A-F]{2})+)/g, (bytes) => Buffer.from(bytes.replaceAll('=', ''), 'hex').toString('utf8'));
  return quoted.replace(/(?:^[A-Za-z0-9+/]{20,}={0,2}\n)+/gm, (block) => Buffer.from(block, 'base64').toString('utf8'));
}

describe('the weekly digest', () => {
  let staff: TestConsole;
  let smtp: SmtpServer;
  let hook: Webhook;
  let lines: string[];
  beforeEach(async () => {
    staff = await startTestConsole({ provider: noProvider });
    [smtp, hook] = await Promise.all([startSmtpServer(), startWebhook()]);
    staff.clock.now = AT;
    lines = [];
  });
  afterEach(async () => {
    await hook.close();
    await smtp.close();
    await staff.close();
  });

  const ask = async (id: string, at: string, text: string, decision: object, network?: string) => {
    await staff.stores.transcripts.open({ id, channelId: 'directline', user: 'u_1', ...(network ? { network } : {}) });
    const message = (number: number, role: 'user' | 'bot', words: string) => ({
      id: `${id}|${number}`,
      type: 'message',
      timestamp: at as never,
      text: words,
      from: { id: role, name: '', role },
    });
    await staff.stores.transcripts.append(id, [
      { activity: message(1, 'user', text) },
      { activity: message(2, 'bot', 'réponse'), note: { decision: { knowledgeVersion: '2026.1.1', ...decision } as never } },
    ]);
  };
  const waits: number[] = [];
  const digest = (more: { mail?: boolean; teams?: boolean } = { mail: true, teams: true }) => {
    const callbacks: (() => void)[] = [];
    const clock = createDigest(
      {
        ...staff.services,
        logger: pino({ level: 'info' }, { write: (line: string) => void lines.push(line) }),
      },
      {
        ...(more.mail
          ? { mail: { smtpUrl: smtp.url, from: 'Passerelle <bot@reseau.example>', to: ['a@reseau.example', 'b@reseau.example'] } }
          : {}),
        ...(more.teams ? { teamsWebhook: hook.url } : {}),
      },
      (milliseconds, callback) => {
        waits.push(milliseconds);
        callbacks.push(callback);
        return () => undefined;
      },
    );
    return { ...clock, callbacks };
  };

  it('says the week before by e-mail and in Teams, on Monday at eight, with masked questions and links to the console', async () => {
    await ask('c1', '2026-02-24T10:00:00Z', 'quel vaccin ? [courriel] https://mal.example [x](https://mal.example)', {
      kind: 'fallback',
    });
    await ask('c2', '2026-03-01T22:30:00Z', 'horaires de la piscine', { kind: 'fallback' }, 'un-reseau');
    await ask('c3', '2026-03-01T23:30:00Z', 'question de lundi', { kind: 'fallback' });
    const sender = digest();
    staff.clock.now = BEFORE;
    expect(await sender.look()).to.equal(false);
    expect(smtp.letters).to.have.length(0);
    staff.clock.now = AT;
    expect(await sender.look()).to.equal(true);
    expect(smtp.letters.map(({ from, to }) => [from, to])).to.deep.equal([
      ['bot@reseau.example', ['a@reseau.example', 'b@reseau.example']],
    ]);
    const letter = readLetter(smtp.letters[0]?.data ?? '');
    expect(letter)
      .to.include('passerelle.semaine.2026-02-23@')
      .and.include('2 questions sur la semaine du 23 février 2026')
      .and.include('quel vaccin ? [courriel] [lien]')
      .and.include(`${staff.url}/console/chiffres/semaine?du=2026-02-23`);
    expect(letter).not.to.include('mal.example').and.not.to.include('question de lundi');
    const [card] = hook.cards.map((text) => JSON.parse(text));
    expect(card.attachments[0].contentType).to.equal('application/vnd.microsoft.card.adaptive');
    const body: { type: string; text?: string }[] = card.attachments[0].content.body;
    // Markdown is read in text blocks alone: nothing of a visitor stands there.
    expect(
      body
        .filter(({ type }) => type === 'TextBlock')
        .map(({ text }) => text)
        .join(),
    ).not.to.include('vaccin');
    expect(JSON.stringify(body)).to.include('quel vaccin').and.not.to.include('mal.example');
    expect(lines.join()).not.to.include('vaccin').and.not.to.include('secret');
  });

  it('goes out once, whatever the instances and the restarts', async () => {
    const sent = await Promise.all([digest().look(), digest().look(), digest().look()]);
    expect(sent.filter(Boolean)).to.have.length(1);
    expect(await digest().look()).to.equal(false);
    staff.clock.now = new Date(AT.getTime() + 5 * HOUR);
    expect(await digest().look()).to.equal(false);
    expect([smtp.letters.length, hook.cards.length]).to.deep.equal([1, 1]);
    staff.clock.now = new Date(AT.getTime() + 7 * 24 * HOUR);
    expect(await digest().look()).to.equal(true);
    expect([smtp.letters.length, hook.cards.length]).to.deep.equal([2, 2]);
  });

  it('is tried again after a failure, by the way that failed alone, and says E_DIGEST without a secret', async () => {
    hook.status = 500;
    const sender = digest();
    expect(await sender.look()).to.equal(false);
    expect(lines.join()).to.include('E_DIGEST').and.include('le flux Teams a répondu 500').and.not.to.include('secret');
    expect(await findDigest(staff.stores.records, '2026-03-02')).to.include({ state: 'failed', attempts: 1 });
    hook.status = 202;
    expect(await sender.look(), 'at once').to.equal(false);
    staff.clock.now = new Date(AT.getTime() + 11 * 60_000);
    expect(await digest().look()).to.equal(true);
    expect([smtp.letters.length, hook.cards.length]).to.deep.equal([1, 1]);
  });

  it('is tried again when the mail server refuses or is away, and given up after two days', async () => {
    smtp.refuses = true;
    expect(await digest({ mail: true }).look()).to.equal(false);
    expect(lines.join()).to.include('451');
    await smtp.close();
    staff.clock.now = new Date(AT.getTime() + HOUR);
    expect(await digest({ mail: true }).look()).to.equal(false);
    expect(await findDigest(staff.stores.records, '2026-03-02')).to.include({ state: 'failed', attempts: 2 });
    expect(lines.join()).to.match(/ECONN|ESOCKET/);
    smtp = await startSmtpServer();
    staff.clock.now = new Date(AT.getTime() + 49 * HOUR);
    expect(await digest({ mail: true }).look()).to.equal(false);
    staff.clock.now = new Date(AT.getTime() + 47 * HOUR);
    expect(await digest({ mail: true }).look()).to.equal(true);
  });

  it('does not follow a redirection with what people asked', async () => {
    hook.status = 302;
    expect(await digest({ teams: true }).look()).to.equal(false);
    expect(await findDigest(staff.stores.records, '2026-03-02')).to.include({ state: 'failed' });
  });

  it('takes over from an instance that died while sending, later', async () => {
    await staff.stores.records.put('digest', '2026-03-02', { state: 'sending', attempts: 1, delivered: ['mail'] }, null);
    staff.clock.now = new Date(AT.getTime() + 10 * 60_000);
    expect(await digest().look()).to.equal(false);
    const { updatedAt } = (await findDigest(staff.stores.records, '2026-03-02')) ?? { updatedAt: '' };
    staff.clock.now = new Date(Date.parse(updatedAt) + 31 * 60_000);
    expect(await digest().look()).to.equal(true);
    expect([smtp.letters.length, hook.cards.length]).to.deep.equal([0, 1]);
  });

  it('looks at eight sharp, and does nothing where nothing is configured', async () => {
    waits.length = 0;
    digest({}).start();
    expect(waits).to.deep.equal([]);
    staff.clock.now = new Date(BEFORE.getTime() - 60_000);
    const sender = digest();
    sender.start();
    expect(waits).to.deep.equal([60_000]);
    staff.clock.now = BEFORE;
    sender.callbacks[0]?.();
    await sender.stop();
    expect(smtp.letters).to.have.length(0);
    const other = digest();
    other.start();
    other.callbacks[0]?.();
    // The next look is scheduled when this one is over.
    while (waits.length < 3) await new Promise((resolve) => setImmediate(resolve));
    expect(waits.at(-1)).to.equal(60_000);
    staff.clock.now = AT;
    other.callbacks[1]?.();
    await other.stop();
    expect(smtp.letters).to.have.length(1);
  });

  it('says on its page whether it was sent', async () => {
    await digest().look();
    const reader = await staff.enter('reader');
    expect((await reader.get('/console/chiffres/semaine')).text).to.include('Ce bilan a été envoyé');
  });
});
