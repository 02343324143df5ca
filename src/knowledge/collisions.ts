import { normalise } from '../language/index.js';
import type { Problem } from './problem.js';
import type { Content } from './read-content.js';

/** One way of saying something, with what it stands for. */
interface Phrase {
  text: string;
  /** « fiche jumelage », « intention bye », « hors sujet ». */
  means: string;
  file: string;
  line: number;
}

/** Texts are the same when they differ by accents, capitals, punctuation or apostrophes only. */
export function toKey(text: string): string {
  const plain = normalise(text);
  // « ??? » and « @+ » are phrases, too.
  return plain.replace(/[^\p{L}\p{N}]+/gu, ' ').trim() || plain;
}

/**
 * Phrases that stand for two things, phrases written twice, and exam lines that are among the phrases: an exam that asks what
 * was learnt by heart measures nothing.
 */
export function findCollisions(content: Content): Problem[] {
  const problems: Problem[] = [];
  const known = new Map<string, Phrase>();
  for (const phrase of collectPhrases(content)) {
    const key = toKey(phrase.text);
    if (key === '') continue;
    const other = known.get(key);
    if (!other) known.set(key, phrase);
    else if (other.means !== phrase.means)
      problems.push(
        at(phrase, 'error', `« ${phrase.text} » (${phrase.means}) dit déjà : ${other.means} (${other.file}:${other.line})`),
      );
    else if (other.line !== phrase.line)
      problems.push(at(phrase, 'warning', `« ${phrase.text} » est déjà à la ligne ${other.line}`));
  }
  const asked = new Map<string, { expected: string; file: string; line: number }>();
  for (const { value, file, lineOf } of content.exam) {
    const place = { file, line: lineOf() };
    const key = toKey(value.q);
    const learnt = known.get(key);
    if (learnt)
      problems.push(
        at(
          place,
          'error',
          `« ${value.q} » est une ligne d’examen et ne peut être aussi une formulation (${learnt.file}:${learnt.line})`,
        ),
      );
    const expected = JSON.stringify({ ...value, q: '' });
    const twin = asked.get(key);
    if (!twin) asked.set(key, { expected, ...place });
    else
      problems.push(
        at(
          place,
          twin.expected === expected ? 'warning' : 'error',
          `« ${value.q} » est déjà une ligne d’examen${twin.expected === expected ? '' : ', avec une autre attente'} (${twin.file}:${twin.line})`,
        ),
      );
  }
  return problems;
}

function* collectPhrases({ drafts, intents, negatives }: Content): Generator<Phrase> {
  for (const { value, file, lineOf } of drafts) {
    const means = `fiche ${value.id}`;
    // The title and the question may be the same words, and often are among the utterances.
    const own = new Set<string>();
    for (const [text, line] of [
      [value.title, lineOf('title')],
      [value.question, lineOf('question')],
      ...value.utterances.map((text, index) => [text, lineOf('utterances', index)]),
    ] as [string, number][]) {
      const key = toKey(text);
      if (own.has(key) && (key === toKey(value.title) || key === toKey(value.question))) continue;
      own.add(key);
      yield { text, means, file, line };
    }
  }
  for (const [index, intent] of (intents?.value ?? []).entries()) {
    for (const [position, text] of intent.utterances.entries()) {
      yield {
        text,
        means: `intention ${intent.id}`,
        file: intents?.file ?? '',
        line: intents?.lineOf(index, 'utterances', position) ?? 1,
      };
    }
  }
  for (const [category, texts] of Object.entries(negatives?.value ?? {})) {
    for (const [index, text] of texts.entries()) {
      yield { text, means: 'hors sujet', file: negatives?.file ?? '', line: negatives?.lineOf(category, index) ?? 1 };
    }
  }
}

const at = ({ file, line }: { file: string; line: number }, severity: Problem['severity'], message: string): Problem => ({
  file,
  line,
  severity,
  message,
});
