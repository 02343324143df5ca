import { EncryptJWT, jwtDecrypt } from 'jose';
import { z } from 'zod';

/** What a sealed value is for: one kind never passes for another. */
export type SealPurpose = 'session' | 'sign-in' | 'flash';

/** Encrypts and authenticates small values that browsers keep for us (JWE, A256GCM): they can be neither read nor made nor changed. */
export class Seal {
  constructor(
    /** 32 secret bytes. */
    private readonly key: Uint8Array,
    private readonly now: () => Date,
  ) {}

  /** @param until after which the value no longer opens */
  async close(purpose: SealPurpose, value: object, until: Date): Promise<string> {
    return new EncryptJWT({ value })
      .setProtectedHeader({ alg: 'dir', enc: 'A256GCM' })
      .setAudience(purpose)
      .setIssuedAt(toSeconds(this.now()))
      .setExpirationTime(toSeconds(until))
      .encrypt(this.key);
  }

  /** What was sealed for this purpose; undefined for anything else: another key, another purpose, changed, too old, no seal at all. */
  async open<T>(purpose: SealPurpose, sealed: string | undefined, schema: z.ZodType<T>): Promise<T | undefined> {
    if (!sealed || sealed.length > 4096) return undefined;
    try {
      const { payload } = await jwtDecrypt(sealed, this.key, {
        audience: purpose,
        currentDate: this.now(),
        requiredClaims: ['exp', 'aud'],
        keyManagementAlgorithms: ['dir'],
        contentEncryptionAlgorithms: ['A256GCM'],
      });
      return z.object({ value: schema }).parse(payload).value;
    } catch {
      return undefined;
    }
  }
}

const toSeconds = (date: Date): number => Math.floor(date.getTime() / 1000);
