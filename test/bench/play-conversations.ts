import { createRandom, orderByKey } from '../../src/language/random.js';
import { Conversation } from '../support/direct-line-client.js';
import { startLoopbackConnector } from '../support/loopback-connector.js';
import { giveOpinion } from '../support/staffed-app.js';
import { readEvaluation, readKnowledge } from './knowledge-set.js';
import { spoil } from './noise.js';
import { createSpeaker } from './turns.js';

/** Conversations under way at one time. */
const AT_ONCE = 4;
/** One conversation in three comes by Teams, with four questions each. */
const TEAMS = { share: 1 / 3, turns: 4 };
/** Chances that a reply is judged: who was not answered is oftener displeased. */
const OPINIONS = { disliked: { fallback: 0.12, other: 0.03 }, liked: 0.06 };
/** Chance that somebody takes up what a clarify offers. */
const TAKEN_UP = 0.5;

/** What people ask: every line of the exam, the same with typing errors, and as many messages that have nothing to do with it as come by. */
export function collectQuestions(): string[] {
  const lines = readEvaluation('knowledge').map(({ q }) => q);
  const spoilt = ['1', '2'].flatMap((seed) => lines.map((q, index) => spoil(q, 'per-eight', String(index), seed)));
  const negatives = readKnowledge('knowledge').negatives.filter((_, index) => index % 3 === 0);
  const all = [...lines, ...spoilt, ...negatives];
  return orderByKey([...all.keys()], 7).flatMap((place) => all[place] ?? []);
}

/** Plays conversations on a running service, by its web chat and by Teams, with the opinions that people leave. About three turns each. */
export async function playConversations(serviceUrl: string, conversations: number): Promise<void> {
  const questions = collectQuestions();
  const random = createRandom(11);
  let asked = 0;
  const next = () => questions[asked++ % questions.length] ?? '';
  const onTeams = Math.round(conversations * TEAMS.share);
  const connector = await startLoopbackConnector();
  const own = Array.from({ length: onTeams * TEAMS.turns }, next);
  const speaker = createSpeaker(connector.url, own, 'console');
  try {
    await speaker.speak(serviceUrl, own.length, AT_ONCE);
  } finally {
    speaker.close();
    await connector.close();
  }
  let left = conversations - onTeams;
  const converse = async () => {
    while (left-- > 0) await talk(serviceUrl, await Conversation.start(serviceUrl), 1 + Math.floor(random() * 4), next, random);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, converse));
}

async function talk(
  url: string,
  conversation: Conversation,
  turns: number,
  next: () => string,
  random: () => number,
): Promise<void> {
  let text = next();
  for (let turn = 0; turn < turns; turn++) {
    const reply = (await conversation.say(text)).at(-1);
    const kind = reply?.decision?.kind;
    const chance = random();
    const disliked = kind === 'fallback' ? OPINIONS.disliked.fallback : OPINIONS.disliked.other;
    if (chance < disliked) await giveOpinion(url, conversation, reply, 'dislike', 'ce n’est pas ma question');
    else if (chance < disliked + OPINIONS.liked) await giveOpinion(url, conversation, reply, 'like', '');
    const offered = kind === 'clarify' && random() < TAKEN_UP ? reply?.buttons[0]?.value : undefined;
    text = offered ?? next();
  }
}
