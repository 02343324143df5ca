import type { Base } from './base.js';
import { createScratch } from './evidence.js';
import type { HashTable } from './hashing.js';
import { compileLexicon } from './lexicon.js';
import type { LinearModel } from './linear.js';
import type { Model, ModelLabel } from './model.js';
import type { Classifier } from './softmax.js';
import { restoreSpeller } from './spell.js';
import type { Lexicon } from './types.js';

/** Changes with every change of the format or of what features mean: a stored model of another version is learnt anew. */
export const MODEL_VERSION = 5;
const MAGIC = 0x50534c4d;

const ARRAY_TYPES = [Int8Array, Uint8Array, Uint16Array, Int32Array, Uint32Array, Float32Array, Float64Array] as const;
type NumberArray = Int8Array | Uint8Array | Uint16Array | Int32Array | Uint32Array | Float32Array | Float64Array;

interface Slot {
  type: string;
  offset: number;
  length: number;
}

interface Header {
  version: number;
  labels: ModelLabel[];
  lexicon: Lexicon;
  words: string;
  numbers: Record<string, number>;
  arrays: Record<string, Slot>;
}

/** The model as bytes: a JSON header, then the arrays as they are, each on a multiple of 8. */
export function serialiseModel(model: Model): Uint8Array {
  const { base, classifier, intents } = model.ranker;
  const arrays: Record<string, NumberArray> = {
    intents,
    spellerCounts: model.speller.counts,
    soundHashes: model.speller.bySound.hashes,
    soundWords: model.speller.bySound.numbers,
    stemHashes: model.speller.stems.hashes,
    stemWords: model.speller.stems.numbers,
    exactKeys: model.exact.keys,
    exactIds: model.exact.ids,
  };
  const numbers: Record<string, number> = { classes: classifier?.classes ?? 0 };
  for (const [name, value] of Object.entries(base)) {
    if (typeof value === 'number') numbers[name] = value;
    else if (isNumberArray(value)) arrays[`base.${name}`] = value;
  }
  arrays.tableKeys = base.table.keys;
  arrays.tableIds = base.table.ids;
  if (classifier) Object.assign(arrays, { weights: classifier.weights, scale: classifier.scale, bias: classifier.bias });
  for (const [name, linear] of Object.entries({ reranker: model.reranker, confidence: model.confidence, scope: model.scope })) {
    Object.assign(arrays, {
      [`${name}.mean`]: linear.mean,
      [`${name}.deviation`]: linear.deviation,
      [`${name}.weights`]: linear.weights,
    });
    numbers[`${name}.bias`] = linear.bias;
  }
  const slots: Record<string, Slot> = {};
  let offset = 0;
  for (const [name, array] of Object.entries(arrays)) {
    slots[name] = { type: array.constructor.name, offset, length: array.length };
    offset += Math.ceil(array.byteLength / 8) * 8;
  }
  const header: Header = {
    version: MODEL_VERSION,
    labels: [...model.labels],
    lexicon: model.lexicon,
    words: model.speller.words.join('\n'),
    numbers,
    arrays: slots,
  };
  const json = new TextEncoder().encode(JSON.stringify(header));
  const body = 16 + Math.ceil(json.length / 8) * 8;
  const bytes = new Uint8Array(body + offset);
  new Uint32Array(bytes.buffer, 0, 3).set([MAGIC, MODEL_VERSION, json.length]);
  bytes.set(json, 16);
  for (const [name, array] of Object.entries(arrays))
    bytes.set(new Uint8Array(array.buffer, array.byteOffset, array.byteLength), body + (slots[name]?.offset ?? 0));
  return bytes;
}

function isNumberArray(value: unknown): value is NumberArray {
  return ARRAY_TYPES.some((type) => value instanceof type);
}

/** Whether `loadModel` can read the bytes: the magic number and the version of this engine. */
export function canLoadModel(bytes: Uint8Array): boolean {
  if (bytes.byteLength < 16) return false;
  const view = new DataView(bytes.buffer, bytes.byteOffset, 16);
  return view.getUint32(0, true) === MAGIC && view.getUint32(4, true) === MODEL_VERSION;
}

/** The model that was stored. The arrays are views of the bytes, which must not be changed afterwards. */
export function loadModel(bytes: Uint8Array): Model {
  if (!canLoadModel(bytes))
    throw new RangeError('These bytes are not a model of this version of the language engine: train it again.');
  const aligned = bytes.byteOffset % 8 === 0 ? bytes : bytes.slice();
  const length = new DataView(aligned.buffer, aligned.byteOffset, 16).getUint32(8, true);
  const header: Header = JSON.parse(new TextDecoder().decode(aligned.subarray(16, 16 + length)));
  const body = aligned.byteOffset + 16 + Math.ceil(length / 8) * 8;
  const read = createReader(header, aligned.buffer, body);
  const { numbers } = header;
  const base: Base = {
    labels: numbers.labels ?? 0,
    pairStart: numbers.pairStart ?? 0,
    gramStart: numbers.gramStart ?? 0,
    features: numbers.features ?? 0,
    table: { keys: read('tableKeys', Uint32Array), ids: read('tableIds', Int32Array) },
    idf: read('base.idf', Float32Array),
    inScope: read('base.inScope', Uint8Array),
    labelStart: read('base.labelStart', Int32Array),
    labelOf: read('base.labelOf', Uint16Array),
    labelWeight: read('base.labelWeight', Float32Array),
    answerStart: read('base.answerStart', Int32Array),
    answerOf: read('base.answerOf', Uint16Array),
    textsOf: read('base.textsOf', Int32Array),
    labelTexts: read('base.labelTexts', Int32Array),
    textOf: read('base.textOf', Uint16Array),
    negativeStart: read('base.negativeStart', Int32Array),
    negativeOf: read('base.negativeOf', Uint16Array),
    wordNorm: read('base.wordNorm', Float32Array),
    gramNorm: read('base.gramNorm', Float32Array),
    official: read('base.official', Uint8Array),
  };
  const classifier: Classifier | undefined = header.arrays.weights
    ? {
        classes: numbers.classes ?? 0,
        weights: read('weights', Int8Array),
        scale: read('scale', Float32Array),
        bias: read('bias', Float32Array),
      }
    : undefined;
  const linear = (name: string): LinearModel => ({
    mean: read(`${name}.mean`, Float64Array),
    deviation: read(`${name}.deviation`, Float64Array),
    weights: read(`${name}.weights`, Float64Array),
    bias: numbers[`${name}.bias`] ?? 0,
  });
  const exact: HashTable = { keys: read('exactKeys', Uint32Array), ids: read('exactIds', Int32Array) };
  return {
    labels: header.labels,
    lexicon: header.lexicon,
    compiled: compileLexicon(header.lexicon),
    speller: restoreSpeller(
      header.words === '' ? [] : header.words.split('\n'),
      read('spellerCounts', Float32Array),
      { hashes: read('soundHashes', Uint32Array), numbers: read('soundWords', Int32Array) },
      { hashes: read('stemHashes', Uint32Array), numbers: read('stemWords', Int32Array) },
    ),
    ranker: { base, classifier, intents: read('intents', Uint8Array), scratch: createScratch(base) },
    reranker: linear('reranker'),
    confidence: linear('confidence'),
    scope: linear('scope'),
    exact,
  };
}

type Reader = <T>(name: string, type: new (buffer: ArrayBufferLike, offset: number, length: number) => T) => T;

function createReader(header: Header, buffer: ArrayBufferLike, body: number): Reader {
  return (name, type) => {
    const slot = header.arrays[name];
    if (!slot || slot.type !== type.name)
      throw new RangeError(`The stored model has no ${type.name} named ${name}: train it again.`);
    return new type(buffer, body + slot.offset, slot.length);
  };
}
