import { createRequire } from 'node:module';
import { setTimeout as sleep } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import Fuse from 'fuse.js';
import MiniSearch from 'minisearch';
import { stem, type TrainingSet, tokenise, trainModel, understand } from '../../src/language/index.js';

/** Frees what nothing refers to, so that memory can be compared: part of it only after a turn of the event loop. */
export async function collectGarbage(): Promise<void> {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc');
  for (let round = 0; round < 3; round++) {
    collect();
    await sleep(50);
  }
}

/** An engine that has learnt a set: its best label for a message, and how sure it is (comparable within one engine only). */
export interface Learnt {
  ask(text: string): Promise<{ label: string | undefined; score: number }>;
}

export interface Engine {
  name: string;
  learn(set: TrainingSet): Promise<Learnt>;
  /** Asked one question in so many where the texts are many, as each takes it long. */
  sample?: number;
}

export const OURS: Engine = { name: 'passerelle', learn: learnOurs };

/** Our engine and the three peers, each with its best settings for French that we found. */
export const ENGINES: readonly Engine[] = [
  OURS,
  { name: 'nlp.js', learn: (set) => learnNlpJs(set) },
  { name: 'nlp.js, None', learn: (set) => learnNlpJs(set, set.negatives) },
  { name: 'MiniSearch fr', learn: learnMiniSearch, sample: 8 },
  { name: 'Fuse.js', learn: learnFuse, sample: 40 },
];

async function learnOurs(set: TrainingSet): Promise<Learnt> {
  const model = trainModel(set);
  return {
    async ask(text) {
      const top = understand(model, text).candidates[0];
      return { label: top?.label, score: top?.confidence ?? 0 };
    },
  };
}

/** Every text of a set with its label; negatives are left out. */
function listTexts(set: TrainingSet): { id: number; text: string; label: string }[] {
  return set.labels
    .flatMap((label) =>
      [label.question, label.title, ...label.utterances].filter((text) => text !== '').map((text) => ({ text, label: label.id })),
    )
    .map((line, id) => ({ id, ...line }));
}

/** The part of nlp.js that is used; the packages carry no types. */
interface NlpJs {
  settings: { autoSave: boolean; nlu?: { useNoneFeature: boolean; log: boolean } };
  addLanguage(locale: string): void;
  addDocument(locale: string, text: string, intent: string): void;
  train(): Promise<void>;
  process(locale: string, text: string): Promise<{ intent: string; score: number }>;
}

/** nlp.js with its None class; `none`: documents of that class. It learns until its own rule says that the error falls no more. */
async function learnNlpJs(set: TrainingSet, none: readonly string[] = []): Promise<Learnt> {
  const require = createRequire(import.meta.url);
  const container = await require('@nlpjs/core').containerBootstrap();
  container.use(require('@nlpjs/nlp').Nlp);
  container.use(require('@nlpjs/lang-fr').LangFr);
  const nlp: NlpJs = container.get('nlp');
  nlp.settings.autoSave = false;
  nlp.settings.nlu = { useNoneFeature: true, log: false };
  nlp.addLanguage('fr');
  for (const { text, label } of listTexts(set)) nlp.addDocument('fr', text, label);
  for (const text of none) nlp.addDocument('fr', text, 'None');
  await nlp.train();
  return {
    async ask(text) {
      const { intent, score } = await nlp.process('fr', text);
      return intent === 'None' ? { label: undefined, score: 0 } : { label: intent, score };
    },
  };
}

/** MiniSearch over single texts, with our accents and stems (better than its default), prefixes and one edit in five letters. */
async function learnMiniSearch(set: TrainingSet): Promise<Learnt> {
  const texts = listTexts(set);
  const labelOf = new Map(texts.map((t) => [t.id, t.label]));
  const index = new MiniSearch({ fields: ['text'], tokenize: (text) => tokenise(text), processTerm: (term) => stem(term) });
  index.addAll(texts);
  return {
    async ask(text) {
      const top = index.search(text, { fuzzy: 0.2, prefix: true, combineWith: 'OR' })[0];
      return { label: labelOf.get(top?.id), score: top ? top.score / (1 + tokenise(text).length) : 0 };
    },
  };
}

/** Fuse.js without accents: taken away beforehand, since it takes them away from every text at every search. */
async function learnFuse(set: TrainingSet): Promise<Learnt> {
  const texts = listTexts(set).map((line) => ({ ...line, text: withoutAccents(line.text) }));
  const fuse = new Fuse(texts, { keys: ['text'], includeScore: true, ignoreLocation: true, threshold: 0.8 });
  return {
    async ask(text) {
      const top = fuse.search(withoutAccents(text).slice(0, 200), { limit: 1 })[0];
      return { label: top?.item.label, score: 1 - (top?.score ?? 1) };
    },
  };
}

const withoutAccents = (text: string): string => text.normalize('NFKD').replace(/\p{M}/gu, '');
