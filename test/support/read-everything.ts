import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync, inflateRawSync, inflateSync } from 'node:zlib';

/**
 * Every byte below a folder, what is packed also unpacked; knowledge releases aside (they hold published contacts).
 * Bytes are given as Latin-1, so that nothing is lost; search them with `findTraces`.
 */
export async function readEverything(dir: string): Promise<string> {
  const found = await readdir(dir, { recursive: true, withFileTypes: true });
  const paths = found.filter((item) => item.isFile()).map((item) => join(item.parentPath, item.name));
  const buffers = await Promise.all(
    paths.filter((path) => !path.includes('/releases/')).map((path) => readFile(path).catch(() => Buffer.of())),
  );
  return [...paths, ...buffers.flatMap((buffer) => [buffer, ...unpack(buffer)]).map((buffer) => buffer.toString('latin1'))].join(
    '\n',
  );
}

/** What a buffer holds when it is packed as a whole. */
export function unpack(buffer: Buffer): Buffer[] {
  return [gunzipSync, inflateSync, inflateRawSync].flatMap((undo) => {
    try {
      return [undo(buffer)];
    } catch {
      return [];
    }
  });
}

/** The usual ways to write a value: as it is, without separators, percent-encoded, escaped in JSON, in base 64 (at each of the three offsets) and base 64 of URLs, in hexadecimal. */
export function writingsOf(value: string): string[] {
  const bare = value.replace(/[\s.\-/]/g, '');
  const written = [
    ...new Set([
      value,
      bare,
      value.toLowerCase(),
      value.toUpperCase(),
      value.replace(/\s/g, '\u00a0'),
      value.replace(/\s/g, '+'),
    ]),
  ];
  return [
    ...new Set(
      written.flatMap((text) => [
        Buffer.from(text).toString('latin1'),
        encodeURIComponent(text),
        Buffer.from(JSON.stringify(text).slice(1, -1)).toString('latin1'),
        toAscii(text),
        ...[0, 1, 2].map((offset) => base64At(text, offset)),
        Buffer.from(text).toString('hex'),
      ]),
    ),
  ].filter((text) => text.length >= 4);
}

/** JSON with every other character than ASCII as \uXXXX. */
const toAscii = (text: string): string =>
  text.replace(/[^\x20-\x7e]/g, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);

/** The characters of base 64 that the text gives wherever it stands: those at its edges depend on its neighbours. */
function base64At(text: string, offset: number): string {
  const bytes = Buffer.concat([Buffer.alloc(offset), Buffer.from(text)]);
  const whole = bytes.toString('base64').replace(/=+$/, '');
  return whole.slice(Math.ceil((offset * 8) / 6), Math.floor((bytes.length * 8) / 6));
}

/** The values of which one of the usual writings stands in the bytes. */
export const findTraces = (bytes: string, values: readonly string[]): string[] =>
  values.filter((value) => writingsOf(value).some((writing) => bytes.includes(writing)));
