import { type ChildProcess, spawn } from 'node:child_process';
import { expect } from 'chai';
import { startTestApp, type TestApp } from '../support/app.js';

/** Runs the built service as `npm start` does, until it prints a line that matches or ends. */
function start(environment: Record<string, string>): {
  child: ChildProcess;
  ended: Promise<{ code: number | null; err: string }>;
  says(pattern: RegExp): Promise<string>;
} {
  const child = spawn(process.execPath, ['dist/src/index.js'], {
    env: { PATH: process.env.PATH ?? '', LOG_LEVEL: 'warn', ...environment },
    cwd: process.cwd(),
  });
  let out = '';
  let err = '';
  child.stdout.on('data', (chunk: Buffer) => {
    out += chunk.toString();
  });
  child.stderr.on('data', (chunk: Buffer) => {
    err += chunk.toString();
  });
  const ended = new Promise<{ code: number | null; err: string }>((resolve) =>
    child.on('exit', (code) => resolve({ code, err })),
  );
  const says = (pattern: RegExp) =>
    new Promise<string>((resolve, reject) => {
      const look = () => {
        const found = pattern.exec(out);
        if (found) resolve(found[0]);
      };
      child.stdout.on('data', look);
      void ended.then(() => reject(new Error(`ended before it said ${pattern}: ${out}${err}`)));
      look();
    });
  return { child, ended, says };
}

describe('npm start', () => {
  let app: TestApp;
  before(async function () {
    this.timeout(180_000);
    app = await startTestApp();
    await app.close();
  });
  after(() => app.remove());

  it('says every wrong setting in a line: variable, cause, cure; exit 1', async () => {
    // Two rules refuse this issuer.
    const wrong = { PORT: 'abc', WIDGET_ORIGINS: 'site', RETENTION_DAYS: '0', STAFF_OIDC_ISSUER: 'sso' };
    const { code, err } = await start({ ...wrong, DATA_DIR: app.dataDir }).ended;
    expect(code).to.equal(1);
    const lines = err.trim().split('\n');
    expect(lines).to.have.length(4);
    for (const name of Object.keys(wrong)) expect(lines.some((line) => line.startsWith(`${name} : `))).to.equal(true);
    expect(err).not.to.match(/\bat .+:\d+/);
  });

  it('prints its address, answers, refuses a second process on its data, and stops in good order', async () => {
    const first = start({ PORT: '0', DATA_DIR: app.dataDir });
    const said = await first.says(/http:\/\/127\.0\.0\.1:\d+/);
    expect((await fetch(`${said}/healthz`)).status).to.equal(200);
    expect((await fetch(`${said}/readyz`)).status).to.equal(200);
    const second = await start({ PORT: '0', DATA_DIR: app.dataDir }).ended;
    expect(second.code).to.equal(1);
    expect(second.err).to.match(/E_DATA_DIR_LOCKED/);
    const taken = await start({ PORT: new URL(said).port, DATA_DIR: `${app.dataDir}-other`, KNOWLEDGE_DIR: '/nowhere' }).ended;
    expect(taken.code).to.equal(1);
    first.child.kill('SIGTERM');
    expect((await first.ended).code).to.equal(0);
  });
});
