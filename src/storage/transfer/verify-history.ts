import { access } from 'node:fs/promises';
import { join } from 'node:path';
import { loadCompiled } from '../../knowledge/compile.js';
import { hashKnowledge } from '../../knowledge/hash.js';
import { parseKnowledge } from '../../knowledge/load.js';
import type { ReviewedTurn } from '../../transcripts/review-store.js';
import { readTurns } from '../../transcripts/turn-record.js';
import { turnsOf } from '../memory/conversation.js';
import { type HistoryItem, type HistorySource, historyItemSchema, isTruncated } from './history.js';
import { readIndexDays, takeSnapshot } from './lowdb-source.js';
import { canonicalJson, canonicalTurn, Multiset, type Sums, Tally } from './tally.js';

/** What is wrong with a store. */
export type Finding =
  /** A piece of another shape than this version knows. `path`: what in it. */
  | { kind: 'shape'; of: HistoryItem['kind']; path: string }
  /** Activities are missing between two others. */
  | { kind: 'gap'; conversation: string; after: number }
  /** Reviewers see other turns than the log tells. */
  | { kind: 'turns'; conversation: string }
  /** The files of a release are not those that were published. */
  | { kind: 'release-changed'; version: string }
  /** A release that can be neither loaded nor made anew. */
  | { kind: 'release-unreadable'; version: string }
  /** The active release, or none, is not there. */
  | { kind: 'active-missing'; version?: string }
  /** The index on disk does not name what the conversations hold. */
  | { kind: 'index'; indexed: number; held: number };

/** Findings of a kind that are told one by one; more of them are counted. */
export interface Verification {
  sums: Sums;
  findings: Finding[];
}

/** Looks through everything that a store holds. @throws what reading it throws */
export async function verifyHistory(source: HistorySource): Promise<Verification> {
  const tally = new Tally();
  const findings: Finding[] = [];
  const versions = new Set<string>();
  let active: string | undefined;
  await source.read(async (items) => {
    for await (const item of items) {
      const { error } = historyItemSchema.safeParse(item);
      if (error) {
        findings.push({ kind: 'shape', of: item.kind, path: error.issues[0]?.path.join('.') ?? '' });
        continue;
      }
      tally.add(item);
      if (item.kind === 'release') {
        versions.add(item.record.version);
        findings.push(...verifyRelease(item));
      } else if (item.kind === 'activation') active = item.activation.version;
      else if (item.kind === 'conversation') findings.push(...verifyConversation(item));
    }
  });
  if (active === undefined || !versions.has(active)) findings.push({ kind: 'active-missing', version: active });
  return { sums: tally.sums(), findings };
}

function verifyRelease({ record, files, compiled }: Extract<HistoryItem, { kind: 'release' }>): Finding[] {
  const { version, hash } = record;
  const map = new Map(Object.entries(files));
  if (hashKnowledge(map) !== hash) return [{ kind: 'release-changed', version }];
  try {
    // What another engine compiled is compiled anew when it is needed: then the files count.
    if (loadCompiled(map, Buffer.from(compiled, 'base64')) ?? parseKnowledge(map, hash).base) return [];
  } catch {
    // told below
  }
  return [{ kind: 'release-unreadable', version }];
}

function verifyConversation(item: Extract<HistoryItem, { kind: 'conversation' }>): Finding[] {
  const { record, log, annotations, turns } = item;
  const hole = log.find(({ seq }, index) => index > 0 && seq !== (log[index - 1]?.seq ?? 0) + 1);
  if (hole) return [{ kind: 'gap', conversation: record.id, after: hole.seq - 1 }];
  const truncated = isTruncated(item);
  const spell = (each: readonly ReviewedTurn[]) =>
    each.map((turn) => canonicalJson({ ...canonicalTurn(turn, truncated), annotations: turn.annotations })).join('\n');
  return spell(turns) === spell(readTurns(record, log, annotations)) ? [] : [{ kind: 'turns', conversation: record.id }];
}

/**
 * Compares the index of a DATA_DIR with its conversations; those that its journal still speaks of are left out, as the index is
 * brought up to them later. To be called while nobody else writes. « not-made »: it will be, when it is first asked for.
 */
export async function verifyIndex(
  dataDir: string,
  onDamaged: (path: string, cause: unknown) => void,
): Promise<Finding | 'not-made' | undefined> {
  const { conversations, touched } = await takeSnapshot(dataDir, onDamaged);
  const [held, indexed] = [new Multiset(), new Multiset()];
  for await (const conversation of conversations.all()) {
    if (touched.has(conversation.record.id)) continue;
    held.add(conversation.record);
    for (const turn of turnsOf(conversation)) held.add(turn);
  }
  const made = await access(join(dataDir, 'review', 'contents.json')).then(
    () => true,
    () => false,
  );
  if (!made) return held.sum().count > 0 ? 'not-made' : undefined;
  for await (const lines of readIndexDays(dataDir, onDamaged))
    for (const line of lines) {
      const conversation = 'turn' in line ? line.turn.conversationId : line.conversation.id;
      if (conversation !== '' && !touched.has(conversation)) indexed.add('turn' in line ? line.turn : line.conversation);
    }
  const [a, b] = [indexed.sum(), held.sum()];
  return a.count === b.count && a.hash === b.hash ? undefined : { kind: 'index', indexed: a.count, held: b.count };
}
