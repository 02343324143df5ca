import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { parse } from 'yaml';
import { z } from 'zod';
import { readConfig, variableNames } from '../../src/config.js';

const read = (path: string) => readFileSync(fileURLToPath(new URL(`../../deployment/${path}`, import.meta.url)), 'utf8');

const serviceSchema = z.looseObject({
  image: z.string(),
  profiles: z.array(z.string()).default([]),
  read_only: z.boolean().default(false),
  tmpfs: z.array(z.string()).default([]),
  cap_drop: z.array(z.string()).default([]),
  security_opt: z.array(z.string()).default([]),
  environment: z.record(z.string(), z.string()).default({}),
  ports: z.array(z.string()).default([]),
  volumes: z.array(z.string()).default([]),
  stop_grace_period: z.string().optional(),
});
const composeSchema = z.looseObject({
  services: z.record(z.string(), serviceSchema),
  volumes: z.record(z.string(), z.unknown()),
});

describe('containers', () => {
  const { services, volumes } = composeSchema.parse(parse(read('compose.yaml'), { merge: true }));
  const ours = Object.entries(services).filter(([, { image }]) => image === 'passerelle');
  const dockerfile = read('Dockerfile');

  it('run the service in three ways: alone, and twice on one database', () => {
    expect(ours.map(([name]) => name)).to.deep.equal(['passerelle', 'un', 'deux']);
    expect(ours.map(([, { profiles }]) => profiles)).to.deep.equal([[], ['cluster'], ['cluster']]);
  });

  it('give the service nothing to write to but its data, and no right that it does not need', () => {
    for (const [name, service] of ours) {
      expect(service, name).to.include({ read_only: true, stop_grace_period: '30s' });
      expect(service.tmpfs, name).to.deep.equal(['/tmp']);
      expect(service.cap_drop, name).to.deep.equal(['ALL']);
      expect(service.security_opt, name).to.deep.equal(['no-new-privileges:true']);
    }
    expect(services.passerelle?.volumes).to.deep.equal(['data:/data']);
    expect(Object.keys(volumes)).to.include('data');
  });

  it('publish ports on this machine only', () => {
    for (const [name, { ports }] of Object.entries(services))
      for (const port of ports) expect(port, name).to.match(/^127\.0\.0\.1:/);
  });

  it('set what the service reads, and nothing that it refuses', () => {
    const image = { HOST: '0.0.0.0', DATA_DIR: '/data' };
    for (const [name, { environment }] of ours) {
      const settings = Object.fromEntries(
        // As compose does: `${NAME:-usual}`.
        Object.entries(environment).map(([key, value]) => [key, value.replace(/\$\{\w+:-([^}]*)\}/g, '$1')]),
      );
      expect(
        Object.keys(settings).filter((key) => !variableNames.includes(key)),
        name,
      ).to.deep.equal([]);
      expect(readConfig({ ...image, ...settings }).host, name).to.equal('0.0.0.0');
    }
  });

  it('believe the proxy that stands before them, and no other', () => {
    const address = /ipv4_address: ([\d.]+)/.exec(read('compose.yaml'))?.[1];
    for (const name of ['un', 'deux']) expect(services[name]?.environment.TRUST_PROXY).to.equal(address);
    const upstream = [...read('compose-nginx.conf').matchAll(/server (\w+):3978/g)].map(([, name]) => name);
    expect(upstream).to.deep.equal(['un', 'deux']);
    // Its published port belongs to the address that streams are given.
    expect(read('compose-nginx.conf')).to.include('proxy_set_header Host $http_host;');
    const [published = ''] = services.proxy?.ports ?? [];
    expect(services.un?.environment.PUBLIC_URL).to.include(`:${published.split(':')[1]}}`);
  });

  it('are built to run as nobody special, without a shell between, and looked after', () => {
    const [, last = ''] = dockerfile.split(/^FROM .*AS build$/m)[1]?.split(/^FROM /m) ?? [];
    expect(last).to.match(/^USER node$/m);
    expect(last).to.match(/^HEALTHCHECK [\s\S]*\/readyz/m);
    expect(last).to.match(/^CMD \["node", "src\/build\/start\.mjs"\]$/m);
    expect(last).to.match(/^VOLUME \/data$/m);
    const ignored = readFileSync(fileURLToPath(new URL('../../.dockerignore', import.meta.url)), 'utf8').split('\n');
    expect(ignored).to.include.members(['node_modules', 'data', '.git']);
  });
});
