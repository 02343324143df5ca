import { DirectLineError } from './direct-line.js';
import { strings } from './strings.fr.js';

/** Why a message of the user did not leave. */
export type Failure = { kind: 'network' | 'offline' | 'rejected' } | { kind: 'limit'; seconds: number };

/** Wait, in seconds, when the server does not say how long. */
const DEFAULT_WAIT = 30;

export function explainFailure(error: unknown, isOnline: boolean): Failure {
  if (!isOnline) return { kind: 'offline' };
  if (!(error instanceof DirectLineError)) return { kind: 'network' };
  if (error.status === 429) return { kind: 'limit', seconds: error.retryAfter || DEFAULT_WAIT };
  return { kind: error.status === 400 || error.status === 413 ? 'rejected' : 'network' };
}

/** What is shown on the message. */
export function sayFailure(failure: Failure): string {
  switch (failure.kind) {
    case 'network':
      return strings.failed;
    case 'offline':
      return strings.failedOffline;
    case 'rejected':
      return strings.failedRejected;
    case 'limit':
      return strings.failedLimit(failure.seconds);
  }
}

/** The token has expired, or the server no longer knows the conversation: only a new one helps. */
export const isGone = (error: unknown): boolean =>
  error instanceof DirectLineError && (error.status === 403 || error.status === 404);
