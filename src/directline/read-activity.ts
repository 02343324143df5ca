/** Parses what clients post. They write keys in Pascal case too. */
import { z } from 'zod';
import type { IncomingActivity } from './direct-line-channel.js';
import { ProtocolError } from './protocol-error.js';

const incomingSchema = z.object({
  type: z.string().min(1).max(50),
  text: z.string().optional(),
  value: z.unknown().optional(),
  name: z.string().max(200).optional(),
  locale: z.string().max(35).optional(),
  attachments: z.array(z.object({ contentType: z.string().max(200), name: z.string().max(300).optional() })).optional(),
  channelData: z.record(z.string(), z.unknown()).optional(),
});

/** Types of activity that a client may send; others are refused. */
const acceptedTypes = new Set(['message', 'event', 'typing', 'endOfConversation']);

/** @throws ProtocolError 400 */
export function readActivity(body: unknown): IncomingActivity {
  const parsed = incomingSchema.safeParse(lowerFirstKeys(body));
  if (!parsed.success) {
    const first = parsed.error.issues[0];
    throw new ProtocolError(
      400,
      'MissingProperty',
      `Activité mal formée : ${first?.path.join('.') || 'corps'} (un objet avec « type » est attendu).`,
    );
  }
  if (!acceptedTypes.has(parsed.data.type))
    throw new ProtocolError(400, 'BadArgument', `Type d’activité non accepté : ${parsed.data.type}.`);
  return parsed.data;
}

/** Id of `user` in the body of a start or of a token request; ids of the embedded channel begin with `dl_`. */
export function readUserId(body: unknown): string | undefined {
  const id = readId(body, 'user');
  return id?.startsWith('dl_') ? id : undefined;
}

/** Id of `from` in an activity: believed only from the server that has the secret. */
export const readSenderId = (body: unknown): string | undefined => readId(body, 'from');

function readId(body: unknown, key: 'user' | 'from'): string | undefined {
  const id = lowerFirstKeys(lowerFirstKeys(body)?.[key])?.id;
  return typeof id === 'string' && id !== '' && id.length <= 100 ? id : undefined;
}

function lowerFirstKeys(value: unknown): Record<string, unknown> | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key.charAt(0).toLowerCase() + key.slice(1), item]));
}
