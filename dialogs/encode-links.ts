/**
 * Writes parentheses inside the targets of Markdown links as %28 and %29: a mail's subject may have some, and most readers of Markdown
 * end the link at the first. Linear in the length of the text.
 */
export function encodeLinks(text: string): string {
  let encoded = '';
  let from = 0;
  for (let at = text.indexOf(']('); at >= 0; at = text.indexOf('](', from)) {
    const start = at + 2;
    const end = findEnd(text, start);
    if (end === undefined) {
      encoded += text.slice(from, start);
      from = start;
      continue;
    }
    const target = text.slice(start, end).replaceAll('(', '%28').replaceAll(')', '%29');
    encoded += text.slice(from, start) + target;
    from = end;
  }
  return encoded + text.slice(from);
}

/** Longest link target that is looked at. */
const LONGEST = 4000;

/** Where the parenthesis that opened before `start` closes; undefined when a space or the end comes first. */
function findEnd(text: string, start: number): number | undefined {
  let depth = 0;
  for (let at = start; at < Math.min(text.length, start + LONGEST); at++) {
    const character = text[at];
    if (character === '(') depth += 1;
    else if (character === ')' && depth === 0) return at;
    else if (character === ')') depth -= 1;
    else if (character === ' ' || character === '\n') return undefined;
  }
  return undefined;
}
