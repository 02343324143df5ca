import { z } from 'zod';
import { PasserelleError } from '../errors.js';

const HOUR = 3_600_000;
/** Keys are published at least five days before use: once a day is enough, and an unknown one is looked for once an hour at most. */
const FRESH = 24 * HOUR;
const RETRY_UNKNOWN = HOUR;
const TIMEOUT = 5000;

const metadataSchema = z.looseObject({ jwks_uri: z.url() });
const keySchema = z.looseObject({
  kty: z.literal('RSA'),
  kid: z.string(),
  n: z.string(),
  e: z.string(),
  endorsements: z.array(z.string()).default([]),
});
export type SigningKey = z.infer<typeof keySchema>;
/** Keys of other kinds may stand beside: they are left out. */
const keySetSchema = z.looseObject({ keys: z.array(z.unknown()) });

/** The keys with which the Bot Framework signs the channels' tokens, read from its OpenID metadata and kept for a day. */
export class SigningKeys {
  private keys = new Map<string, SigningKey>();
  private readAt = Number.NEGATIVE_INFINITY;
  private reading: Promise<void> | undefined;

  constructor(
    private readonly metadataUrl: string,
    private readonly now: () => number,
  ) {}

  /**
   * The key of that id, or undefined when the service publishes none.
   * @throws PasserelleError E_CHANNEL_KEYS when no keys could ever be read.
   */
  async find(kid: string): Promise<SigningKey | undefined> {
    const age = this.now() - this.readAt;
    if (age > FRESH || (!this.keys.has(kid) && age > RETRY_UNKNOWN)) await this.refresh();
    return this.keys.get(kid);
  }

  /** Reads metadata and keys. @throws PasserelleError E_CHANNEL_KEYS */
  async read(): Promise<SigningKey[]> {
    try {
      const { jwks_uri } = metadataSchema.parse(await getJson(this.metadataUrl));
      return keySetSchema.parse(await getJson(jwks_uri)).keys.flatMap((key) => keySchema.safeParse(key).data ?? []);
    } catch (error) {
      throw new PasserelleError('E_CHANNEL_KEYS', this.metadataUrl, { cause: error });
    }
  }

  /** Many requests that need keys at once wait for one reading; when it fails, keys read before still serve. */
  private async refresh(): Promise<void> {
    this.reading ??= this.read()
      .then((keys) => {
        this.keys = new Map(keys.map((key) => [key.kid, key]));
        this.readAt = this.now();
      })
      .finally(() => {
        this.reading = undefined;
      });
    try {
      await this.reading;
    } catch (error) {
      if (this.keys.size === 0) throw error;
    }
  }
}

async function getJson(url: string): Promise<unknown> {
  const response = await fetch(url, { signal: AbortSignal.timeout(TIMEOUT) });
  if (!response.ok) throw new TypeError(`${url} answered ${response.status}`);
  return response.json();
}
