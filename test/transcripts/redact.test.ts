import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { parse } from 'yaml';
import { z } from 'zod';
import { listPublished, redact } from '../../src/transcripts/redact.js';

const lineSchema = z.strictObject({
  text: z.string(),
  hidden: z.array(z.string()).default([]),
  heldOut: z.boolean().default(false),
});
const setSchema = z.strictObject({ published: z.array(z.string()), sentences: z.array(lineSchema) });
type Line = z.infer<typeof lineSchema>;

const set = setSchema.parse(parse(readFileSync(new URL('./redaction-set.yaml', import.meta.url), 'utf8')));
const published = listPublished(set.published);

/** Words and figures of a text, each with the number of times it stands there. */
function countPieces(text: string): Map<string, number> {
  const counts = new Map<string, number>();
  for (const [piece] of text.matchAll(/[\p{L}\d]+/gu)) counts.set(piece, (counts.get(piece) ?? 0) + 1);
  return counts;
}

/** Hidden items of which something is left: the item itself, or one of its words more often than the rest of the line has it. */
function listLeaks(line: Line): string[] {
  const output = redact(line.text, published).text;
  const rest = countPieces(line.hidden.reduce((text, item) => text.replace(item, ' '), line.text));
  const left = countPieces(output.replace(/\[\p{L}+\]/gu, ' '));
  return line.hidden.filter((item) => {
    const pieces = [...countPieces(item).keys()].filter((piece) => piece.length > 1);
    return output.includes(item) || pieces.some((piece) => (left.get(piece) ?? 0) > (rest.get(piece) ?? 0));
  });
}

interface Measure {
  recall: number;
  wrong: number;
  leaks: string[];
  spoilt: string[];
}

function measure(lines: readonly Line[]): Measure {
  const items = lines.reduce((sum, line) => sum + line.hidden.length, 0);
  const leaks = lines.flatMap((line) => listLeaks(line).map((item) => `${item}  <-  ${line.text}`));
  const clean = lines.filter((line) => line.hidden.length === 0);
  const spoilt = clean
    .filter((line) => redact(line.text, published).text !== line.text)
    .map((line) => redact(line.text, published).text);
  return { recall: 1 - leaks.length / items, wrong: spoilt.length / clean.length, leaks, spoilt };
}

describe('redaction set', () => {
  const parts: [string, Line[]][] = [
    ['written first', set.sentences.filter((line) => !line.heldOut)],
    ['held out', set.sentences.filter((line) => line.heldOut)],
  ];

  it('is large enough, and its lines say what they hide', () => {
    expect(set.sentences.length).to.be.at.least(260);
    expect(parts[1]?.[1].length).to.be.at.least(80);
    for (const line of set.sentences) for (const item of line.hidden) expect(line.text).to.include(item);
  });

  for (const [name, lines] of parts) {
    it(`${name}: recall >= 99 %, clean sentences spoilt <= 1 %`, () => {
      const figures = measure(lines);
      const percent = (share: number) => `${(100 * share).toFixed(1)} %`;
      console.log(
        `      ${name}: ${lines.length} lines, recall ${percent(figures.recall)}, wrongly redacted ${percent(figures.wrong)}`,
      );
      const problems = [...figures.leaks.map((leak) => `leak: ${leak}`), ...figures.spoilt.map((text) => `spoilt: ${text}`)].join(
        '\n',
      );
      expect(figures.recall, problems).to.be.at.least(0.99);
      expect(figures.wrong, problems).to.be.at.most(0.01);
    });
  }

  it('leaves the words around what it hides', () => {
    const lost = set.sentences.flatMap((line) => {
      const output = countPieces(redact(line.text, published).text);
      const rest = countPieces(line.hidden.reduce((text, item) => text.replace(item, ' '), line.text));
      return [...rest]
        .filter(([piece, count]) => (output.get(piece) ?? 0) < count)
        .map(([piece]) => `${piece}  <-  ${line.text}`);
    });
    console.log(`      words lost around hidden items: ${lost.length}`);
    expect(lost.length, lost.join('\n')).to.be.at.most(20);
  });
});
