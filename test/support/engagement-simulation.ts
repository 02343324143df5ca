/**
 * Plays situations with the engagement dialog the way the exam does: each utterance answers the slot that is asked.
 * Usage: npx tsx test/support/engagement-simulation.ts situations.jsonl [--show]
 */
import { readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import type { Level, SlotName } from '../../dialogs/decision.js';
import {
  continueEngagement,
  describesSituation,
  type EngagementConfig,
  findTold,
  startEngagement,
  withMention,
} from '../../dialogs/engagement/index.js';
import { loadEngagementConfig } from './engagement-config.js';

export interface Situation {
  id: string;
  utterances: string[];
  /** What each utterance answers: a slot, or free, change, side, cancel. */
  slots: string[];
  expect: Level[];
}

export interface Played {
  ok: boolean;
  got?: Level;
  /** The first message opened the dialog by itself. */
  opened: boolean;
  trail: string[];
  unread: string[];
  text: string;
}

export function playSituation(config: EngagementConfig, { utterances, slots, expect }: Situation): Played {
  const pending = utterances.map((said, at) => ({
    said,
    slot: slots[at] ?? 'free',
    after: at > 0 ? utterances[at - 1] : undefined,
    at,
  }));
  const first = pending.shift()?.said ?? '';
  const opened = describesSituation(first);
  const start = opened
    ? startEngagement(config, first, {})
    : startEngagement(config, "Quel niveau d'engagement choisir ?", { earlier: findTold(first).reduce(withMention, {}) });
  let { state, reply } = start;
  let said = opened ? first : "Quel niveau d'engagement choisir ?";
  const trail = [`> ${first} | ${reply.kind === 'prompt' ? (reply.heard ?? '') : ''}`];
  const unread: string[] = [];
  for (let turn = 1; turn < 30 && reply.kind === 'prompt'; turn++) {
    const asks: SlotName = reply.asks;
    let index = pending.findIndex(
      (item) =>
        ['side', 'change', 'cancel', 'free'].includes(item.slot) &&
        (item.after === said || (item.slot !== 'change' && item.at <= turn)),
    );
    if (index < 0) index = pending.findIndex((item) => item.slot === asks);
    const chosen = index >= 0 ? pending.splice(index, 1)[0] : undefined;
    said = chosen?.said ?? 'je ne sais pas';
    const step = continueEngagement(config, state, said);
    if (step && 'cancelled' in step)
      return { ok: expect.length === 0, opened, trail: [...trail, `${asks} > ${said}`, 'cancelled'], unread, text: '' };
    if (step) ({ state, reply } = step);
    else if (chosen && chosen.slot !== 'side') unread.push(`${asks} > ${said}`);
    trail.push(
      `${asks} > ${said} | ${step ? (reply.kind === 'prompt' ? (reply.heard ?? '') : `= ${reply.recommends}`) : 'UNREAD'}`,
    );
  }
  const got = reply.kind === 'result' ? reply.recommends : undefined;
  return { ok: got !== undefined && expect.includes(got), got, opened, trail, unread, text: reply.text };
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const config = loadEngagementConfig();
  const situations = readFileSync(process.argv[2] ?? '', 'utf8')
    .split('\n')
    .filter(Boolean)
    .map((line): Situation => JSON.parse(line));
  const played = situations.map((situation) => ({ situation, ...playSituation(config, situation) }));
  for (const { situation, ok, trail, got } of played) {
    if (!ok || process.argv.includes('--show'))
      console.log(`${ok ? '✓' : '✗'} ${situation.id} wanted ${situation.expect} got ${got}\n    ${trail.join('\n    ')}`);
  }
  const count = (test: (item: (typeof played)[number]) => boolean) => played.filter(test).length;
  console.log(
    `right ${count(({ ok }) => ok)}/${played.length}, opened by the first message ${count(({ opened }) => opened)}, with an answer unread ${count(({ unread }) => unread.length > 0)}`,
  );
  for (const { situation, unread } of played) for (const line of unread) console.log(`  unread ${situation.id} ${line}`);
}
