import { errors, jwtVerify, SignJWT } from 'jose';

/** What a Direct Line token says: one conversation, one user. */
export interface TokenClaims {
  conversationId: string;
  userId: string;
  /** Site or network that the widget of this conversation speaks for. */
  network?: string;
}

export type TokenReading = { valid: true; claims: TokenClaims } | { valid: false; reason: 'expired' | 'wrong' };

const ISSUER = 'passerelle-directline';

/** Seconds that a token lives: clients refresh at 15 minutes, and the protocol asks for at least 30. */
export const TOKEN_SECONDS = 3600;

/** Signs and reads Direct Line tokens (HS256 JWT; clients read the `user` claim, as in the hosted service). */
export class DirectLineTokens {
  constructor(
    private readonly key: Uint8Array,
    private readonly now: () => Date,
  ) {}

  async sign({ conversationId, userId, network }: TokenClaims): Promise<string> {
    const seconds = Math.floor(this.now().getTime() / 1000);
    return new SignJWT({ conv: conversationId, user: userId, ...(network ? { network } : {}) })
      .setProtectedHeader({ alg: 'HS256' })
      .setIssuer(ISSUER)
      .setIssuedAt(seconds)
      .setExpirationTime(seconds + TOKEN_SECONDS)
      .sign(this.key);
  }

  async read(token: string): Promise<TokenReading> {
    try {
      const { payload } = await jwtVerify(token, this.key, { issuer: ISSUER, algorithms: ['HS256'], currentDate: this.now() });
      const { conv, user, network } = payload;
      if (typeof conv !== 'string' || typeof user !== 'string') return { valid: false, reason: 'wrong' };
      return { valid: true, claims: { conversationId: conv, userId: user, ...(typeof network === 'string' ? { network } : {}) } };
    } catch (error) {
      return { valid: false, reason: error instanceof errors.JWTExpired ? 'expired' : 'wrong' };
    }
  }
}
