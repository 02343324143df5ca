import { randomBytes } from 'node:crypto';
import { errors, jwtVerify, SignJWT } from 'jose';
import type { TokenReading } from './tokens.js';
import type { UsedTickets } from './used-tickets.js';

/** Who may open the stream of which conversation. */
export interface TicketClaims {
  conversationId: string;
  userId: string;
}

export type TicketReading = { valid: true; claims: TicketClaims } | Extract<TokenReading, { valid: false }>;

const ISSUER = 'passerelle-stream';

/** Seconds in which a stream address has to be used: the protocol's own figure. */
export const TICKET_SECONDS = 60;

/**
 * Browsers cannot send a header with a WebSocket, so its address carries a ticket. Addresses end up in logs: the ticket is
 * good for one socket of one conversation within a minute, and for nothing else. Signed, so that it survives a restart; what
 * was used is remembered for as long as it could be used again.
 */
export class StreamTickets {
  constructor(
    private readonly key: Uint8Array,
    private readonly now: () => Date,
    private readonly used: UsedTickets,
  ) {}

  async issue({ conversationId, userId }: TicketClaims): Promise<string> {
    const seconds = this.seconds();
    return new SignJWT({ conv: conversationId, user: userId })
      .setProtectedHeader({ alg: 'HS256' })
      .setIssuer(ISSUER)
      .setJti(randomBytes(9).toString('base64url'))
      .setIssuedAt(seconds)
      .setExpirationTime(seconds + TICKET_SECONDS)
      .sign(this.key);
  }

  /** Reads a ticket and makes it worthless. */
  async redeem(ticket: string): Promise<TicketReading> {
    try {
      const { payload } = await jwtVerify(ticket, this.key, { issuer: ISSUER, algorithms: ['HS256'], currentDate: this.now() });
      const { conv, user, jti, exp } = payload;
      if (typeof conv !== 'string' || typeof user !== 'string' || !jti || !exp) return { valid: false, reason: 'wrong' };
      if (!(await this.used.use(jti, exp))) return { valid: false, reason: 'wrong' };
      return { valid: true, claims: { conversationId: conv, userId: user } };
    } catch (error) {
      return { valid: false, reason: error instanceof errors.JWTExpired ? 'expired' : 'wrong' };
    }
  }

  private seconds(): number {
    return Math.floor(this.now().getTime() / 1000);
  }
}
