/** The two ways a digest goes out. */
import { createTransport } from 'nodemailer';
import { isLoopbackUrl } from '../../http/client-address.js';
import type { Letter } from './compose-digest.js';
import { DigestRefusedError } from './digest-clock.js';

/** Milliseconds that the other side may take for each answer. */
const PATIENCE = 20_000;

export interface MailSettings {
  /** smtp:// or smtps://, with user and password where the server wants them. */
  smtpUrl: string;
  from: string;
  to: readonly string[];
}

/**
 * Sends a letter to all. Beyond this machine only by TLS: the letter holds what people asked.
 * @param messageId the same at every try, so that a mailbox can tell a second copy
 * @throws DigestRefusedError, or the error of the connection
 */
export async function sendLetter({ smtpUrl, from, to }: MailSettings, letter: Letter, messageId: string): Promise<void> {
  const url = new URL(smtpUrl);
  const secure = url.protocol === 'smtps:';
  const isLocal = isLoopbackUrl(`http://${url.hostname}`);
  const transport = createTransport({
    host: url.hostname.replace(/^\[|\]$/g, ''),
    port: url.port ? Number(url.port) : secure ? 465 : 587,
    secure,
    requireTLS: !secure && !isLocal,
    ...(url.username ? { auth: { user: decodeURIComponent(url.username), pass: decodeURIComponent(url.password) } } : {}),
    connectionTimeout: PATIENCE,
    greetingTimeout: PATIENCE,
    socketTimeout: PATIENCE,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  try {
    const { rejected } = await transport.sendMail({
      from,
      to: [...to],
      ...letter,
      messageId,
      headers: { 'Auto-Submitted': 'auto-generated' },
    });
    // Those who were accepted have it: trying again would write to them twice.
    if (rejected.length >= to.length) throw new DigestRefusedError('le serveur de courriel a refusé tous les destinataires');
  } finally {
    transport.close();
  }
}

/** Posts a card to the address of a Teams workflow, which answers 202. @throws DigestRefusedError, or the error of the connection */
export async function postCard(webhook: string, card: object): Promise<void> {
  const response = await fetch(webhook, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(card),
    // The address is a secret: it goes nowhere else.
    redirect: 'error',
    signal: AbortSignal.timeout(PATIENCE),
  });
  await response.body?.cancel();
  if (!response.ok) throw new DigestRefusedError(`le flux Teams a répondu ${response.status}`);
}
