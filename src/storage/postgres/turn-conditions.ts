import type { TurnFilter } from '../../transcripts/review-store.js';
import { toTsquery } from './search-words.js';

/** Values of a statement that is put together, and the names by which it calls them: `$1`, `$2`… */
export class Parameters {
  readonly values: unknown[] = [];

  add(value: unknown): string {
    this.values.push(value);
    return `$${this.values.length}`;
  }
}

/** Turns that a reader may see: those of the networks given and those attributed to none. */
export const visible = (networks: readonly string[], parameters: Parameters): string =>
  `(t.network IS NULL OR t.network = ANY(${parameters.add([...networks])}))`;

/** The filter as conditions on `turns t`. Never empty. */
export function toConditions(filter: TurnFilter, parameters: Parameters): string {
  return [...readConditions(filter, (value) => parameters.add(value), parameters)].join(' AND ') || 'true';
}

function* readConditions(filter: TurnFilter, add: (value: unknown) => string, parameters: Parameters): Generator<string> {
  const { from, to, conversationId, channelId, visibleTo, network, region, kinds, entry, release, confidence } = filter;
  const { opinion, state, abandoned, text, user } = filter;
  if (from !== undefined) yield `t.at >= ${add(from)}`;
  if (to !== undefined) yield `t.at < ${add(to)}`;
  if (conversationId !== undefined) yield `t.conversation = (SELECT no FROM conversations WHERE id = ${add(conversationId)})`;
  if (channelId !== undefined) yield `t.channel_id = ${add(channelId)}`;
  if (visibleTo) yield visible(visibleTo, parameters);
  if (network === null) yield 't.network IS NULL';
  else if (network !== undefined) yield `t.network = ${add(network)}`;
  if (region !== undefined) yield `t.region = ${add(region)}`;
  // One kind is asked for as one: its index then gives the order, too.
  if (kinds?.length === 1) yield `t.kind = ${add(kinds[0])}`;
  else if (kinds) yield `t.kind = ANY(${add([...kinds])})`;
  if (entry !== undefined) yield `t.entry = ${add(entry)}`;
  if (release !== undefined) yield `t.release = ${add(release)}`;
  if (confidence?.min !== undefined) yield `t.confidence >= ${add(confidence.min)}`;
  if (confidence?.below !== undefined) yield `t.confidence < ${add(confidence.below)}`;
  if (opinion !== undefined) yield `t.opinion = ${add(opinion)}`;
  if (state === 'unreviewed') yield 't.state IS NULL';
  else if (state !== undefined) yield `t.state = ${add(state)}`;
  if (abandoned !== undefined) yield `${abandoned ? '' : 'NOT '}(t.kind = 'clarify' AND t.choice IS NULL)`;
  if (user !== undefined) yield `t.user_id = ${add(user)}`;
  const words = text === undefined ? undefined : toTsquery(text);
  if (words !== undefined) yield `t.words @@ ${add(words)}::tsquery`;
}
