/**
 * Checks the token that a Bot Framework channel sends with each activity, before anything else looks at the request. The SDK checks it
 * again, but answers 500 with details to some of the wrong ones.
 */
import { decodeJwt, decodeProtectedHeader, errors, importJWK, jwtVerify } from 'jose';
import type { SigningKeys } from './signing-keys.js';

/** Why a token is refused: for the log only, the caller learns nothing. */
export type Refusal =
  | 'absent'
  | 'malformed'
  | 'algorithm'
  | 'issuer'
  | 'audience'
  | 'expired'
  | 'not-yet-valid'
  | 'unknown-key'
  | 'signature'
  | 'service-url'
  | 'endorsement';

export interface ChannelClaims {
  serviceUrl: string;
  /** Channels that the signing key may speak for; empty: any. */
  endorsements: readonly string[];
}

export type TokenVerdict = { accepted: true; claims: ChannelClaims } | { accepted: false; refusal: Refusal };

export interface ChannelTokenOptions {
  appId: string;
  issuer: string;
  keys: SigningKeys;
  now(): Date;
}

const ALGORITHMS = ['RS256', 'RS384', 'RS512'];
/** Clocks may differ by five minutes: the Bot Framework's own tolerance. Seconds. */
const CLOCK_SKEW = 300;

const refuse = (refusal: Refusal): TokenVerdict => ({ accepted: false, refusal });

/**
 * Judges an Authorization header. What can be judged without the keys comes first, so that most forgeries cost no request.
 * @throws PasserelleError E_CHANNEL_KEYS when the signing keys cannot be read.
 */
export async function checkChannelToken(authorization: string | undefined, options: ChannelTokenOptions): Promise<TokenVerdict> {
  const token = /^Bearer (\S{1,8192})$/.exec(authorization ?? '')?.[1];
  if (!token) return refuse('absent');
  const { issuer, appId, keys, now } = options;
  const claimed = readClaims(token);
  if (!claimed) return refuse('malformed');
  if (!ALGORITHMS.includes(claimed.alg)) return refuse('algorithm');
  if (claimed.iss !== issuer) return refuse('issuer');
  if (claimed.aud !== appId) return refuse('audience');
  const seconds = now().getTime() / 1000;
  if (typeof claimed.exp !== 'number' || claimed.exp <= seconds - CLOCK_SKEW) return refuse('expired');
  if (claimed.nbf !== undefined && (typeof claimed.nbf !== 'number' || claimed.nbf > seconds + CLOCK_SKEW))
    return refuse('not-yet-valid');
  if (typeof claimed.serviceUrl !== 'string' || claimed.serviceUrl === '') return refuse('service-url');
  const key = await keys.find(claimed.kid);
  if (!key) return refuse('unknown-key');
  try {
    const { kty, n, e } = key;
    await jwtVerify(token, await importJWK({ kty, n, e }, claimed.alg), {
      issuer,
      audience: appId,
      algorithms: ALGORITHMS,
      clockTolerance: CLOCK_SKEW,
      currentDate: now(),
    });
  } catch (error) {
    if (error instanceof errors.JOSEError) return refuse('signature');
    throw error;
  }
  return { accepted: true, claims: { serviceUrl: claimed.serviceUrl, endorsements: key.endorsements } };
}

/** A token is for one service address and, when its key is endorsed, for some channels: an activity that names another is refused. */
export function checkActivityClaims(
  claims: ChannelClaims,
  activity: { serviceUrl: string; channelId: string },
): Refusal | undefined {
  if (claims.serviceUrl !== activity.serviceUrl) return 'service-url';
  if (claims.endorsements.length > 0 && !claims.endorsements.includes(activity.channelId)) return 'endorsement';
  return undefined;
}

function readClaims(token: string) {
  try {
    const { alg, kid } = decodeProtectedHeader(token);
    const { iss, aud, exp, nbf, serviceurl } = decodeJwt(token);
    return { alg: alg ?? '', kid: kid ?? '', iss, aud, exp, nbf, serviceUrl: serviceurl };
  } catch {
    return undefined;
  }
}
