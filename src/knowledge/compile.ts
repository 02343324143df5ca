import { z } from 'zod';
import { loadModel, serialiseModel, trainModel, understand } from '../language/index.js';
import type { ActiveKnowledge } from './active-knowledge.js';
import { loadContacts } from './contact-schema.js';
import { engagementSchema } from './engagement-schema.js';
import type { KnowledgeFiles } from './hash.js';
import type { KnowledgeBase } from './load.js';
import { entrySchema, examLineSchema, intentsSchema, lexiconSchema, manifestSchema, sourceSchema } from './schema.js';
import { createTrainingSet } from './training-set.js';

/** The parsed content as it is stored: reading it back takes a tenth of the time that reading the YAML takes. */
const storedSchema = z.object({
  manifest: manifestSchema,
  hash: z.string(),
  entries: z.array(entrySchema),
  sources: z.array(sourceSchema),
  intents: intentsSchema,
  negatives: z.array(z.string()),
  lexicon: lexiconSchema,
  engagement: engagementSchema,
  exam: z.array(examLineSchema),
});

/**
 * Content and recogniser of a release in this engine's own form: a length, JSON padded to a multiple of 8, the model.
 * `trained`: the same content compiled under another manifest; its model is taken over, which spares seconds of training.
 */
export function compileKnowledge(base: KnowledgeBase, vocabulary: readonly string[] = [], trained?: Uint8Array): Uint8Array {
  const { contacts: _, calibration, entries, sources, ...rest } = base;
  const stored: z.input<typeof storedSchema> = {
    ...rest,
    entries: [...entries.values()],
    sources: [...sources.values()],
    intents: [...rest.intents],
    negatives: [...rest.negatives],
    exam: [...rest.exam],
    lexicon: {
      ...rest.lexicon,
      synonyms: rest.lexicon.synonyms.map((group) => [...group]),
      stopwords: [...rest.lexicon.stopwords],
    },
  };
  const json = new TextEncoder().encode(JSON.stringify(stored));
  const model = trained
    ? trained.subarray(HEADER + lengthOfHead(trained))
    : serialiseModel(trainModel(createTrainingSet(base, vocabulary), { calibration }));
  const bodyStart = HEADER + Math.ceil(json.length / 8) * 8;
  const bytes = new Uint8Array(bodyStart + model.length).fill(0x20, HEADER, bodyStart);
  new DataView(bytes.buffer).setUint32(0, bodyStart - HEADER, true);
  bytes.set(json, HEADER);
  bytes.set(model, bodyStart);
  return bytes;
}

const HEADER = 8;
const lengthOfHead = (bytes: Uint8Array) => new DataView(bytes.buffer, bytes.byteOffset).getUint32(0, true);

/** A compiled release ready to answer; undefined when the bytes are those of another engine: compile the files anew. */
export function loadCompiled(files: KnowledgeFiles, bytes: Uint8Array): ActiveKnowledge | undefined {
  const { contacts } = loadContacts(files);
  if (!contacts || bytes.length < HEADER) return undefined;
  try {
    const length = lengthOfHead(bytes);
    const parsed = storedSchema.safeParse(JSON.parse(new TextDecoder().decode(bytes.subarray(HEADER, HEADER + length))));
    if (!parsed.success) return undefined;
    const { entries, sources, ...rest } = parsed.data;
    const model = loadModel(bytes.slice(HEADER + length));
    const base: KnowledgeBase = {
      ...rest,
      contacts,
      entries: new Map(entries.map((entry) => [entry.id, entry])),
      sources: new Map(sources.map((source) => [source.id, source])),
    };
    return { version: base.manifest.version, base, understand: (text, context) => understand(model, text, context) };
  } catch (error) {
    // What loadModel and JSON.parse throw for bytes that they do not know.
    if (error instanceof RangeError || error instanceof SyntaxError) return undefined;
    throw error;
  }
}
