import { Counter, Gauge, Histogram, Registry } from 'prom-client';

/** The service's measures, on a registry of its own so that two apps in one process do not mix. */
export function createMetrics() {
  const registry = new Registry();
  const registers = [registry];
  return {
    registry,
    turns: new Counter({
      name: 'passerelle_turns_total',
      help: 'Turns by channel and decision kind',
      labelNames: ['channel', 'kind'],
      registers,
    }),
    turnErrors: new Counter({
      name: 'passerelle_turn_errors_total',
      help: 'Turns that failed',
      labelNames: ['channel'],
      registers,
    }),
    turnSeconds: new Histogram({
      name: 'passerelle_turn_seconds',
      help: 'Duration of a turn, storage included',
      labelNames: ['channel'],
      buckets: [0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5],
      registers,
    }),
    requests: new Counter({
      name: 'passerelle_http_requests_total',
      help: 'HTTP requests by route and status',
      labelNames: ['route', 'status'],
      registers,
    }),
    openStreams: new Gauge({
      name: 'passerelle_streams_open',
      help: 'Direct Line WebSockets open now',
      registers,
    }),
    closedStreams: new Counter({
      name: 'passerelle_streams_closed_total',
      help: 'Direct Line WebSockets closed, by cause: client, collision, slow, vanished, failed, shutdown',
      labelNames: ['cause'],
      registers,
    }),
  };
}

export type Metrics = ReturnType<typeof createMetrics>;
