/** U+0000 and halves of surrogate pairs, as JSON.stringify writes them: PostgreSQL refuses both. */
const UNSTORABLE = /(?<!\\)((?:\\\\)*)\\u(?:0000|d[89a-f][0-9a-f]{2})/g;

/** A value as JSON that PostgreSQL takes: what no text can hold becomes the replacement character. */
export function toStorableJson(value: unknown): string {
  const json = JSON.stringify(value) ?? 'null';
  return json.includes('\\u') ? json.replace(UNSTORABLE, '$1\ufffd') : json;
}

/** A text that PostgreSQL takes; the driver itself replaces halves of surrogate pairs. */
export const toStorableText = (text: string): string => (text.includes('\0') ? text.replaceAll('\0', '\ufffd') : text);
