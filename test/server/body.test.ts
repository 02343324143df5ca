import { once } from 'node:events';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect } from 'chai';
import { pino } from 'pino';
import { json, type Route } from '../../src/http/route.js';
import { createMetrics } from '../../src/metrics.js';
import { createHttpServer, type RunningServer } from '../../src/server/server.js';

describe('what requests carry', () => {
  let running: RunningServer;
  let url: string;
  /** What the routes were given. */
  const seen: unknown[] = [];

  before(async () => {
    const take =
      (status: number): Route['handle'] =>
      ({ body }) => {
        seen.push(body);
        return json(status, {});
      };
    const server = createHttpServer({
      routes: [
        { method: 'POST', path: '/json', handle: take(200) },
        { method: 'POST', path: '/form', takesForm: true, handle: take(200) },
      ],
      upgrades: [],
      trustedProxies: [],
      logger: pino({ level: 'silent' }),
      metrics: createMetrics(),
    });
    running = await server.listen(0, '127.0.0.1');
    url = `http://127.0.0.1:${running.port}`;
  });
  after(() => running.close());
  beforeEach(() => seen.splice(0));

  const post = async (path: string, body: RequestInit['body'], headers: Record<string, string> = {}) =>
    (await fetch(`${url}${path}`, { method: 'POST', body, headers })).status;
  const asJson = { 'content-type': 'application/json' };

  it('is read as JSON, as a form, or as nothing', async () => {
    expect(await post('/json', '{"a":["é",1]}', { 'content-type': 'application/json; charset=utf-8' })).to.equal(200);
    expect(await post('/json', '{"b":1}', { 'content-type': 'application/vnd.microsoft.activity+json' })).to.equal(200);
    expect(await post('/json', null)).to.equal(200);
    expect(await post('/json', '', asJson)).to.equal(200);
    expect(await post('/form', new URLSearchParams({ a: 'é' }))).to.equal(200);
    expect(seen).to.deep.equal([{ a: ['é', 1] }, { b: 1 }, undefined, undefined, new URLSearchParams({ a: 'é' })]);
  });

  it('is not unpacked: neither a broken archive nor one that fills the memory does anything', async () => {
    const packed = { 'content-encoding': 'gzip' };
    for (const body of ['garbage', gzipSync('{"a":1}'), gzipSync(Buffer.alloc(100_000_000, ' '))]) {
      expect(await post('/json', body, { ...asJson, ...packed })).to.equal(415);
      expect(await post('/form', body, { 'content-type': 'application/x-www-form-urlencoded', ...packed })).to.equal(415);
    }
    expect(seen).to.deep.equal([]);
    expect(await post('/json', '{"a":1}', asJson)).to.equal(200);
  });

  it('is never kept in a file', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'passerelle-uploads-'));
    const usual = process.env.TMPDIR;
    process.env.TMPDIR = folder;
    try {
      for (const path of ['/json', '/form']) {
        const files = new FormData();
        files.append('a', new Blob(['x'.repeat(1_000_000)]), 'a.txt');
        expect(await post(path, files)).to.equal(415);
      }
      expect(await readdir(folder)).to.deep.equal([]);
      expect(seen).to.deep.equal([]);
    } finally {
      if (usual === undefined) delete process.env.TMPDIR;
      else process.env.TMPDIR = usual;
      await rm(folder, { recursive: true });
    }
  });

  it('is JSON only where no form is expected: no page of another site can send that unasked', async () => {
    expect(await post('/json', new URLSearchParams({ type: 'message' }))).to.equal(415);
    expect(await post('/json', '{"type":"message"}', { 'content-type': 'text/plain' })).to.equal(415);
    expect(await post('/json', 'a,b\n1,2', { 'content-type': 'text/csv' })).to.equal(415);
    expect(await post('/form', '{"a":1}', asJson)).to.equal(415);
    expect(seen).to.deep.equal([]);
  });

  it('has a bound, whatever its length claims', async () => {
    const long = JSON.stringify({ a: 'x'.repeat(300_000) });
    expect(await post('/json', long, asJson)).to.equal(413);
    const inParts = new ReadableStream({
      start(controller) {
        for (let part = 0; part < 30; part += 1) controller.enqueue(new TextEncoder().encode(' '.repeat(10_000)));
        controller.close();
      },
    });
    const response = await fetch(`${url}/json`, {
      method: 'POST',
      body: inParts,
      headers: asJson,
      duplex: 'half',
    } as RequestInit);
    expect(response.status).to.equal(413);
    expect(seen).to.deep.equal([]);
  });

  it('that breaks off half-way does nothing, and the service goes on', async () => {
    const socket = connect(running.port, '127.0.0.1');
    socket.write('POST /json HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{"a":');
    const arrived = once(running.http, 'request');
    await arrived;
    socket.destroy();
    expect(await post('/json', '{"a":1}', asJson)).to.equal(200);
    expect(seen).to.deep.equal([{ a: 1 }]);
  });
});
