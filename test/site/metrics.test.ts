import { expect } from 'chai';
import { pino } from 'pino';
import { createMetrics } from '../../src/metrics.js';
import { createHttpServer } from '../../src/server/server.js';
import { createHealthRoutes } from '../../src/site/health-routes.js';

describe('/metrics', () => {
  it('is for who asks directly: a proxy’s callers get nothing, however they spell it', async () => {
    const metrics = createMetrics();
    const server = createHttpServer({
      routes: createHealthRoutes({ metrics, checks: async () => ({}) }),
      upgrades: [],
      trustedProxies: [],
      logger: pino({ level: 'silent' }),
      metrics,
    });
    const running = await server.listen(0, '127.0.0.1');
    try {
      const url = `http://127.0.0.1:${running.port}`;
      expect(await (await fetch(`${url}/metrics`)).text()).to.include('passerelle_turns_total');
      for (const path of ['/metrics', '/metrics/', '/%6detrics']) {
        const response = await fetch(url + path, { headers: { 'x-forwarded-for': '203.0.113.7' } });
        expect([path, response.status]).to.deep.equal([path, 404]);
        expect(await response.text()).not.to.include('passerelle_');
      }
      expect((await fetch(`${url}/healthz`, { headers: { 'x-forwarded-for': '203.0.113.7' } })).status).to.equal(200);
    } finally {
      await running.close();
    }
  });
});
