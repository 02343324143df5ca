/** Digits and letters that nobody takes for one another (Crockford's base 32). */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** Characters of a code: 60 bits. At ten tries a minute, one of a million codes is found in some ten thousand years. */
const LENGTH = 12;
const GROUP = 4;

/** Writes the first 60 bits as `XXXX-XXXX-XXXX`. @param bytes at least 12 */
export function writeReceiptCode(bytes: Uint8Array): string {
  // 32 divides 256: every character is as likely as the others.
  return group([...bytes.slice(0, LENGTH)].map((byte) => ALPHABET[byte % ALPHABET.length]).join(''));
}

/** The code in what somebody typed (case, spaces, dashes, O for 0, I or L for 1); undefined when it is none. */
export function readReceiptCode(text: string): string | undefined {
  const bare = text
    .toUpperCase()
    .replace(/[\s.\-‐-―_]/g, '')
    .replaceAll('O', '0')
    .replace(/[IL]/g, '1');
  if (bare.length !== LENGTH || [...bare].some((character) => !ALPHABET.includes(character))) return undefined;
  return group(bare);
}

const group = (bare: string): string => bare.match(new RegExp(`.{${GROUP}}`, 'g'))?.join('-') ?? '';
