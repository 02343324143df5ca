import { isLoopbackUrl } from './client-address.js';

export interface OriginRule {
  origin: string;
  network?: string;
}

export type OriginVerdict = { allowed: true; network?: string } | { allowed: false };

/**
 * Which sites may speak to the service from a browser. A request without Origin is no browser (or a same-origin GET): served.
 * The service's own address is always allowed; when that address is loopback, so is every loopback name on its port.
 */
export class Origins {
  constructor(
    private readonly rules: readonly OriginRule[],
    private readonly publicUrl: () => string,
  ) {}

  check(origin: string | undefined): OriginVerdict {
    if (origin === undefined || this.isOwn(origin)) return { allowed: true };
    const rule = this.rules.find((candidate) => candidate.origin === origin);
    return rule ? { allowed: true, ...(rule.network ? { network: rule.network } : {}) } : { allowed: false };
  }

  /** True for the service's own address: no site that embeds the widget is. */
  isOwn(origin: string): boolean {
    const own = new URL(this.publicUrl());
    if (origin === own.origin) return true;
    return isLoopbackUrl(own.href) && isLoopbackUrl(origin) && new URL(origin).port === own.port;
  }
}

/** CORS headers of a reply to an allowed origin; empty without one. */
export function corsHeaders(origin: string | undefined): Record<string, string> {
  if (!origin) return {};
  return {
    'Access-Control-Allow-Origin': origin,
    'Access-Control-Allow-Headers': 'authorization, content-type, x-ms-bot-agent, x-requested-with',
    'Access-Control-Allow-Methods': 'GET, POST, OPTIONS',
    'Access-Control-Expose-Headers': 'Retry-After',
    'Access-Control-Max-Age': '600',
    Vary: 'Origin',
  };
}
