import type { closedSlots, EngagementSlot, NumberSlot } from '../../src/knowledge/engagement-schema.js';
import { numberSlots } from '../../src/knowledge/engagement-schema.js';

type ValueOf<S extends EngagementSlot> = S extends keyof typeof closedSlots ? (typeof closedSlots)[S][number] : number;
export type SlotValue = string | number;

/** `null` is « je ne sais pas ». `certain` is false for what a text only lets suppose: asked again when it matters. */
export interface Answer<T extends SlotValue = SlotValue> {
  value: T | null;
  certain: boolean;
}

/** What is known of the situation. JSON-serialisable. */
export type Slots = { [S in EngagementSlot]?: Answer<ValueOf<S>> };
export type Kind = ValueOf<'kind'>;

/** One thing that a text says about a slot. */
export interface Mention {
  slot: EngagementSlot;
  value: SlotValue;
  certain: boolean;
}

export const isNumberSlot = (slot: EngagementSlot): slot is NumberSlot => (numberSlots as readonly string[]).includes(slot);

/** The known value of a slot, or undefined (not asked, or « je ne sais pas »). */
export function knownValue(slots: Slots, slot: EngagementSlot): SlotValue | undefined {
  return slots[slot]?.value ?? undefined;
}

/**
 * The slots with one more thing known. What was said outright is only replaced by something said outright;
 * a supposition never overrides it. The order of independent facts makes no difference.
 */
export function withMention(slots: Slots, { slot, value, certain }: Mention): Slots {
  const before = slots[slot];
  if (before && before.value !== null && before.certain && !certain) return slots;
  return { ...slots, [slot]: { value, certain } };
}

/** The slots with all that another set of slots says, as if it was said after. */
export function withSlots(slots: Slots, others: Slots): Slots {
  return Object.entries(others).reduce<Slots>(
    (all, [slot, { value, certain }]) =>
      value === null ? all : withMention(all, { slot: slot as EngagementSlot, value, certain }),
    slots,
  );
}

/** The slots after « je ne sais pas »: what was known or supposed stays. */
export function withUnknown(slots: Slots, slot: EngagementSlot): Slots {
  return knownValue(slots, slot) === undefined ? { ...slots, [slot]: { value: null, certain: true } } : slots;
}
