import pg from 'pg';
import { PasserelleError } from '../../errors.js';

/** SQLSTATE classes after which the server is there, but has no room: disk, memory, too large. */
const NO_ROOM = /^53[12]|^54/;

/** SQLSTATEs of a server that is not there yet, or not any more: connections refused, shut down, starting. */
const AWAY = /^08|^57P0|^53300/;

/** Codes of the system that mean the same. */
const UNREACHABLE = new Set(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'EHOSTUNREACH', 'ENETUNREACH', 'EAI_AGAIN']);

/** SQLSTATE of a lock that was not to be had in time. */
export const LOCK_NOT_HAD = '55P03';

/** A driver's error as one of ours: what it says without the values that it may quote, which could be somebody's words. */
export function toDatabaseError(error: unknown): PasserelleError {
  if (error instanceof PasserelleError) return error;
  const code = codeOf(error);
  const cause = new Error(error instanceof Error ? error.message : String(error));
  if (error instanceof Error && error.stack) cause.stack = error.stack;
  return new PasserelleError(NO_ROOM.test(code) ? 'E_STORE_WRITE' : 'E_DATABASE', code || 'connexion', { cause });
}

/** True when waiting may help: nobody listens yet, or the server starts or stops. */
export function isAway(error: unknown): boolean {
  const code = codeOf(error);
  return UNREACHABLE.has(code) || AWAY.test(code);
}

/** True when the driver, not the server, says that something failed, or the server that it goes away: the connection is no good. */
export const isLost = (error: unknown): boolean => !(error instanceof pg.DatabaseError) || isAway(error);

/** SQLSTATE, or the system's code; empty when there is none. */
export function codeOf(error: unknown): string {
  if (error instanceof AggregateError) return codeOf(error.errors[0]);
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return typeof code === 'string' ? code : '';
}
