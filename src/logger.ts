import { type Logger, pino } from 'pino';

export type { Logger };

/** JSON lines on standard error. Message texts are never logged: only ids, kinds and durations. */
export function createLogger(level: string): Logger {
  return pino(
    { level, base: undefined, redact: ['text', 'activity.text', 'req.headers.authorization'] },
    pino.destination({ dest: 2, sync: false }),
  );
}
