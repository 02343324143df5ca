/** What Teams posts, checked and brought into the form that the bot understands, before anything is logged. */
import { type Activity, ActivityTypes } from 'botbuilder';
import { z } from 'zod';
import { CARD_CHOICE } from '../../dialogs/card-model.js';

const instant = z.iso
  .datetime({ offset: true })
  .transform((value) => new Date(value))
  .optional()
  .catch(undefined);

/** The least that an activity must have; everything else is kept as it came. */
export const activitySchema = z.looseObject({
  type: z.string().min(1),
  id: z.string().optional(),
  channelId: z.string().min(1),
  serviceUrl: z.url(),
  conversation: z.looseObject({ id: z.string().min(1), conversationType: z.string().nullish() }),
  from: z.looseObject({ id: z.string().min(1) }),
  recipient: z.looseObject({ id: z.string().min(1) }),
  text: z.string().nullish(),
  timestamp: instant,
  localTimestamp: instant,
  expiration: instant,
  entities: z.array(z.looseObject({ type: z.string() })).nullish(),
  attachments: z.array(z.looseObject({ contentType: z.string() })).nullish(),
});

const mentionSchema = z.looseObject({
  type: z.literal('mention'),
  text: z.string().min(1),
  mentioned: z.looseObject({ id: z.string() }),
});

/** The part of `channelData` that Teams fills and that is read here. */
const channelDataSchema = z.looseObject({
  eventType: z.string().optional().catch(undefined),
  team: z.looseObject({ id: z.string() }).optional().catch(undefined),
});
export const readChannelData = (activity: Pick<Activity, 'channelData'>) =>
  channelDataSchema.safeParse(activity.channelData).data ?? {};

/** A click on one of our cards. */
const clickSchema = z.looseObject({
  passerelle: z.object({ text: z.string().max(500).optional(), asks: z.string().max(50).optional() }),
  [CARD_CHOICE]: z.string().max(500).optional(),
});

/** Data of Action.Execute: inside `action`. */
const executeSchema = z.looseObject({ action: z.looseObject({ data: z.unknown() }) });

export interface CardAction {
  /** The user's words; absent when the card is none of ours, or of a form that is no longer understood. */
  text?: string;
  /** The question that the card asked. */
  asks?: string;
}

/** Some clients send the value of a « messageBack » as JSON in a string. */
function parseValue(value: unknown): unknown {
  if (typeof value !== 'string') return value;
  try {
    return JSON.parse(value);
  } catch {
    return undefined;
  }
}

/** What a click says, or undefined when the activity is no click on a card. */
export function readCardAction(activity: Pick<Activity, 'type' | 'value'>): CardAction | undefined {
  if (activity.value === undefined || activity.value === null) return undefined;
  const value =
    activity.type === ActivityTypes.Invoke
      ? executeSchema.safeParse(activity.value).data?.action.data
      : parseValue(activity.value);
  const click = clickSchema.safeParse(value).data;
  if (!click) return {};
  const text = click[CARD_CHOICE] ?? click.passerelle.text;
  return { ...(text ? { text } : {}), ...(click.passerelle.asks ? { asks: click.passerelle.asks } : {}) };
}

/** Parses an activity; the text without the bot's mention, other people's names masked, and the words of a click as text. */
export function readActivity(body: unknown): { activity: Activity } | { wrong: string } {
  const parsed = activitySchema.safeParse(body);
  if (!parsed.success) return { wrong: parsed.error.issues[0]?.path.join('.') || 'corps' };
  const activity = parsed.data as unknown as Activity;
  if (activity.text) activity.text = withoutMentions(activity);
  if (!activity.text) {
    const said = readCardAction(activity)?.text;
    if (said) activity.text = said;
  }
  return { activity };
}

/**
 * Teams wraps mentions in `<at>` and lists them as entities: the bot's own says nothing, and a colleague's name is personal data
 * that the log need not learn.
 */
function withoutMentions({ text, entities, recipient }: Activity): string {
  let rest = text;
  for (const entity of entities ?? []) {
    const mention = mentionSchema.safeParse(entity).data;
    if (mention) rest = rest.replaceAll(mention.text, mention.mentioned.id === recipient.id ? ' ' : '[nom]');
  }
  return rest
    .replaceAll('&nbsp;', ' ')
    .replace(/[ \u00a0]{2,}/g, ' ')
    .trim();
}

/**
 * What one turn at a time is kept for: the conversation, and before it the team when something happens to the team as a whole
 * (its events come under several conversations).
 */
export function turnKeys(activity: Activity): string[] {
  const installs = activity.type === ActivityTypes.ConversationUpdate || activity.type === ActivityTypes.InstallationUpdate;
  const team = installs ? readChannelData(activity).team?.id : undefined;
  return team ? [`team ${team}`, activity.conversation.id] : [activity.conversation.id];
}
