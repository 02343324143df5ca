import { createCard } from '../../dialogs/cards.js';
import type { Card, Sent, TeamsConversation } from './teams-conversation.js';
import { BOT, cardOf, USER } from './teams-conversation.js';

/** One card of each kind, as the service sends them to Teams. */
export async function collectCards(start: (scope: 'personal' | 'groupChat') => TeamsConversation): Promise<Record<string, Card>> {
  const cards: Record<string, Card> = {};
  const keep = (name: string, sent: Sent | undefined) => {
    cards[name] = cardOf(sent);
  };
  const group = start('groupChat');
  const first = async (text: string) => (await group.say(text)).at(-1);
  const joined = { type: 'conversationUpdate', membersAdded: [{ id: USER.id }, { id: BOT.id }] };
  keep('welcome', (await start('personal').post(joined)).sent[0]);
  keep('answer', await first("Qu'est-ce que la loi Oudin-Santini ?"));
  keep('answer-details', await first('Plus de détails'));
  keep('help', await first('aide'));
  keep('fallback', await first('quelle est la recette de la tarte aux pommes ?'));
  const alone = start('personal');
  const say = async (text: string) => (await alone.say(text)).at(-1);
  keep('contact', await say('qui est mon contact à Toulouse ?'));
  keep('contact-without-network', (await start('personal').say('qui est mon contact à Ajaccio ?'))[0]);
  keep(
    'contact-homonyms',
    await start('groupChat')
      .say('qui est mon contact à Valence ?')
      .then(([sent]) => sent),
  );
  let [sent] = await alone.say('guidez-moi');
  for (let question = 1; question <= 14; question++) {
    const card = cardOf(sent);
    if (!card.actions?.some(({ data }) => (data.passerelle as { asks?: string } | undefined)?.asks)) {
      cards['engagement-result'] = card;
      break;
    }
    cards[`engagement-${question}`] = card;
    sent = (
      await alone.say(question % 3 === 0 ? 'je ne sais pas' : question === 1 ? 'une commune de 2 300 habitants' : 'oui')
    ).at(-1);
  }
  // No dialog hands over or doubts on command: these two are made from their replies.
  const version = { knowledgeVersion: '2026.11.22' };
  cards.clarify = createCard({
    text: 'Je veux être sûr de bien répondre. Vouliez-vous dire…\n\n1. Qui vote la délibération ?\n2. Que contient la convention ?',
    suggestions: [
      { title: 'Le vote', value: 'Qui vote la délibération ?' },
      { title: 'La convention', value: 'Que contient la convention ?' },
      'Rien de tout cela',
    ],
    decision: { kind: 'clarify', ...version },
  }) as unknown as Card;
  cards.handoff = createCard({
    text: 'Je passe la main à votre réseau régional.\n\n- Téléphone : 05 00 00 00 00',
    suggestions: ['Qui est mon contact ?'],
    decision: { kind: 'handoff', ...version },
  }) as unknown as Card;
  return cards;
}
