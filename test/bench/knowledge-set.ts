import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import type { TrainingLabel, TrainingSet } from '../../src/language/index.js';

const entrySchema = z.object({ id: z.string(), title: z.string(), question: z.string(), utterances: z.array(z.string()) });
const intentsSchema = z.array(z.object({ id: z.string(), utterances: z.array(z.string()) }));
const negativesSchema = z.record(z.string(), z.array(z.string()));
const pairsSchema = z.record(z.string(), z.string());
const lexiconSchema = z.object({
  acronyms: pairsSchema,
  sms: pairsSchema,
  synonyms: z.array(z.array(z.string())),
  stopwords: z.array(z.string()),
});
const evaluationSchema = z.array(
  z.object({
    q: z.string(),
    entry: z.string().optional(),
    or: z.array(z.string()).optional(),
    expect: z.string().optional(),
    intent: z.string().optional(),
  }),
);

/** A line of the evaluation: any of `labels` is right; none: the message is out of scope. */
export interface EvaluationLine {
  file: string;
  q: string;
  labels: readonly string[];
  kind: 'entry' | 'intent' | 'dialog' | 'contact' | 'fallback';
}

/** Plain text of a Markdown answer. */
function toPlain(markdown: string): string {
  return markdown.replace(/\]\([^)]*\)/g, ']').replace(/[*#[\]]/g, ' ');
}

/** Reads the content folder as a training set: only what the bench needs, without the checks of src/knowledge. */
export function readKnowledge(folder: string): TrainingSet {
  const files = readdirSync(join(folder, 'entries'), { recursive: true, encoding: 'utf8' })
    .filter((f) => f.endsWith('.md'))
    .sort();
  const labels: TrainingLabel[] = files.map((file) => {
    const [, front = '', ...body] = readFileSync(join(folder, 'entries', file), 'utf8').split(/^---$/m);
    return { ...entrySchema.parse(parse(front)), answer: toPlain(body.join('')), kind: 'entry' as const };
  });
  const yaml = (name: string): unknown => parse(readFileSync(join(folder, name), 'utf8'));
  for (const intent of intentsSchema.parse(yaml('intents.yaml')))
    labels.push({ ...intent, title: '', question: '', answer: '', kind: 'intent' });
  return {
    labels,
    negatives: Object.values(negativesSchema.parse(yaml('negatives.yaml'))).flat(),
    lexicon: lexiconSchema.parse(yaml('lexicon.yaml')),
  };
}

/** Reads the evaluation lines of the content folder. */
export function readEvaluation(folder: string): EvaluationLine[] {
  return readdirSync(join(folder, 'evaluation'))
    .sort()
    .flatMap((file) =>
      evaluationSchema.parse(parse(readFileSync(join(folder, 'evaluation', file), 'utf8'))).map((line): EvaluationLine => {
        if (line.entry) return { file, q: line.q, labels: [line.entry, ...(line.or ?? [])], kind: 'entry' };
        if (line.expect === 'smalltalk') return { file, q: line.q, labels: [line.intent ?? ''], kind: 'intent' };
        if (line.expect === 'contact') return { file, q: line.q, labels: ['dialog.contact', 'human'], kind: 'contact' };
        if (line.expect === 'dialog') return { file, q: line.q, labels: ['dialog.engagement'], kind: 'dialog' };
        return { file, q: line.q, labels: [], kind: 'fallback' };
      }),
    );
}
