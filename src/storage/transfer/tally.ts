import { createHash } from 'node:crypto';
import { assertNever } from '../../errors.js';
import type { ReviewedTurn } from '../../transcripts/review-store.js';
import { toStorableJson } from '../postgres/storable-json.js';
import { type HistoryItem, isTruncated } from './history.js';

/** What is counted, in the order in which it is shown. */
export const tallyKinds = [
  'conversations',
  'activities',
  'turns',
  'annotations',
  'figures',
  'states',
  'sheets',
  'releases',
  'activations',
  'records',
  'journal',
  'keys',
] as const;
export type TallyKind = (typeof tallyKinds)[number];

/** Number of pieces and a hash of what they say. */
export interface Sum {
  count: number;
  /** 32 hexadecimal digits. Neither order nor backend counts. */
  hash: string;
}
export type Sums = Record<TallyKind, Sum>;

const MASK = (1n << 128n) - 1n;

/** A sum of hashes: pieces may come in any order, and none can hide behind another. */
export class Multiset {
  private count = 0;
  private total = 0n;

  add(value: unknown): void {
    const digest = createHash('sha256').update(canonicalJson(value)).digest();
    this.total = (this.total + ((digest.readBigUInt64BE(0) << 64n) | digest.readBigUInt64BE(8))) & MASK;
    this.count += 1;
  }

  sum(): Sum {
    return { count: this.count, hash: this.total.toString(16).padStart(32, '0') };
  }
}

/** Counts what passes by and hashes it in a spelling that every backend gives back: keys sorted, dates in UTC, storable text. */
export class Tally {
  private readonly sets = new Map(tallyKinds.map((kind) => [kind, new Multiset()]));
  private activations = 0;

  add(item: HistoryItem): void {
    if (item.kind === 'conversation') this.addConversation(item);
    else this.addOther(item);
  }

  sums(): Sums {
    return Object.fromEntries([...this.sets].map(([kind, set]) => [kind, set.sum()])) as Sums;
  }

  private addConversation(item: Extract<HistoryItem, { kind: 'conversation' }>): void {
    const { record, log, annotations = {}, last, turns } = item;
    const { id, channelId, user, network, ended } = record;
    const [startedAt, updatedAt] = [toUtc(record.startedAt), toUtc(record.updatedAt)];
    this.count('conversations', { id, channelId, startedAt, updatedAt, user, network, ended, last });
    for (const { seq, activity, note } of log) this.count('activities', { id, seq, activity, note });
    for (const [seq, made] of Object.entries(annotations))
      for (const [index, annotation] of made.entries()) this.count('annotations', { id, seq, index, annotation });
    const truncated = isTruncated(item);
    for (const turn of turns) this.count('turns', canonicalTurn(turn, truncated));
  }

  private addOther(item: Exclude<HistoryItem, { kind: 'conversation' }>): void {
    switch (item.kind) {
      case 'key':
        this.count('keys', item.key);
        break;
      case 'release': {
        const compiled = createHash('sha256').update(item.compiled).digest('hex');
        this.count('releases', { record: item.record, files: item.files, compiled });
        break;
      }
      case 'activation':
        // Their order says which one is active.
        this.activations += 1;
        this.count('activations', { ...item.activation, at: toUtc(item.activation.at), no: this.activations });
        break;
      case 'record':
        this.count('records', { ...item, updatedAt: toUtc(item.updatedAt) });
        break;
      case 'journal':
        this.count('journal', { ...item.line, at: toUtc(item.line.at) });
        break;
      case 'sheet': {
        const { createdAt, expiresAt } = item.sheet;
        this.count('sheets', { ...item.sheet, createdAt: toUtc(createdAt), expiresAt: toUtc(expiresAt) });
        break;
      }
      case 'state':
        this.count('states', item);
        break;
      case 'figures':
        this.count('figures', { ...item.turn, id: undefined, at: toUtc(item.turn.at) });
        break;
      default:
        assertNever(item);
    }
  }

  private count(kind: TallyKind, value: unknown): void {
    this.sets.get(kind)?.add(value);
  }
}

/** What two stores must say alike of a turn. Annotations are counted by themselves. */
export function canonicalTurn(turn: ReviewedTurn, truncated: boolean): object {
  // A turn may owe its network to an earlier one that was erased: then only some stores still know.
  const { annotations: _, network, ...rest } = turn;
  return { ...rest, at: toUtc(turn.at), ...(truncated ? {} : { network }) };
}

/** Counts what comes by, and lets it pass. */
export async function* tallied(items: AsyncIterable<HistoryItem>, tally: Tally): AsyncGenerator<HistoryItem> {
  for await (const item of items) {
    tally.add(item);
    yield item;
  }
}

/** Kinds of which two stores do not say the same. A key that did not travel is not missed. */
export function compareSums(from: Sums, to: Sums): TallyKind[] {
  return tallyKinds.filter((kind) => {
    if (kind === 'keys' && from.keys.count === 0) return false;
    return from[kind].count !== to[kind].count || from[kind].hash !== to[kind].hash;
  });
}

/** One spelling of a value, whatever store it comes from: made storable first, for a key that changes sorts elsewhere. */
export const canonicalJson = (value: unknown): string => JSON.stringify(sortKeys(JSON.parse(toStorableJson(value))));

function sortKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sortKeys);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, item]) => [key, sortKeys(item)]),
  );
}

const toUtc = (text: string): string => {
  const date = new Date(text);
  return Number.isNaN(date.getTime()) ? text : date.toISOString();
};
