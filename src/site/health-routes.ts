import { isForwarded } from '../http/client-address.js';
import { json, type Route } from '../http/route.js';
import type { Metrics } from '../metrics.js';

export interface HealthOptions {
  metrics: Metrics;
  /** One entry per thing that must hold before traffic is sent here; no outgoing call. */
  checks(): Promise<Record<string, boolean>>;
}

export function createHealthRoutes({ metrics, checks }: HealthOptions): Route[] {
  return [
    { method: 'GET', path: '/healthz', handle: () => json(200, { status: 'ok' }) },
    {
      method: 'GET',
      path: '/readyz',
      handle: async () => {
        const results = await checks();
        const ready = Object.values(results).every(Boolean);
        return json(ready ? 200 : 503, { status: ready ? 'ready' : 'not ready', checks: results });
      },
    },
    {
      method: 'GET',
      path: '/metrics',
      // For the operator, who asks directly: nobody whom a proxy forwards, however the address is spelt.
      handle: async ({ headers }) =>
        isForwarded(headers)
          ? json(404, { error: { code: 'NotFound', message: 'Cette adresse n’existe pas.' } })
          : {
              status: 200,
              headers: { 'Content-Type': metrics.registry.contentType },
              body: await metrics.registry.metrics(),
            },
    },
  ];
}
