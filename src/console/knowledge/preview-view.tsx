/** Replies as the chat and as Teams show them. */
import type { CardElement } from '../../../dialogs/card-model.js';
import { createCard } from '../../../dialogs/cards.js';
import type { Reply } from '../../../dialogs/reply.js';
import { Markdown } from '../../widget/markdown-view.js';
import { Details } from '../components.js';
import type { EntryPreview } from './entry-preview.js';
import { profileNames } from './words.js';

/** One reply in the chat: its text, and the buttons under it (which do nothing here). */
export const ChatReply = ({ reply }: { reply: Pick<Reply, 'text' | 'suggestions'> }) => (
  <div class="chat-preview">
    <div class="bubble">
      <Markdown text={reply.text} />
    </div>
    {reply.suggestions && reply.suggestions.length > 0 && (
      <ul class="chips" aria-label="Boutons proposés">
        {reply.suggestions.map((item) => {
          const title = typeof item === 'string' ? item : item.title;
          return <li key={title}>{title}</li>;
        })}
      </ul>
    )}
  </div>
);

/** The reply's Adaptive Card, drawn plainly. */
export function CardReply({ reply }: { reply: Reply }) {
  const card = createCard(reply);
  return (
    <div class="card-preview">
      {card.body.map((element, index) => (
        <Element key={index} element={element} />
      ))}
      {card.actions && (
        <ul class="chips square" aria-label="Boutons de la carte">
          {card.actions.map(({ title }) => (
            <li key={title}>{title}</li>
          ))}
        </ul>
      )}
    </div>
  );
}

function Element({ element }: { element: CardElement }) {
  switch (element.type) {
    case 'TextBlock':
      return (
        <div class={[element.isSubtle ? 'muted' : '', element.weight ? 'strong' : ''].join(' ').trim() || undefined}>
          <Markdown text={element.text.replaceAll('\r', '\n')} />
        </div>
      );
    case 'FactSet':
      return (
        <dl class="facts">
          {element.facts.map(({ title, value }) => (
            <div key={title}>
              <dt>{title}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
      );
    case 'Container':
      return (
        <div class="emphasis">
          {element.items.map((item, index) => (
            <Element key={index} element={item} />
          ))}
        </div>
      );
    case 'Input.ChoiceSet':
      return <p class="muted">{element.label}</p>;
  }
}

/** An entry as visitors meet it: in the chat, on a Teams card, with its details and its additions by profile. */
export const EntryView = ({ preview }: { preview: EntryPreview }) => (
  <div class="stack">
    <h3>Dans le chat</h3>
    <ChatReply reply={preview.answer} />
    {preview.details && (
      <Details summary="Après « Plus de détails »">
        <ChatReply reply={preview.details} />
      </Details>
    )}
    {preview.forProfile.length > 0 && (
      <Details summary="Ajouté pour certaines collectivités">
        {preview.forProfile.map(({ profiles, text }) => (
          <div key={profiles.join()} class="stack">
            <p class="muted">{profiles.map((profile) => profileNames[profile] ?? profile).join(', ')}</p>
            <ChatReply reply={{ text }} />
          </div>
        ))}
      </Details>
    )}
    <h3>Sur une carte Teams</h3>
    <CardReply reply={preview.answer} />
  </div>
);
