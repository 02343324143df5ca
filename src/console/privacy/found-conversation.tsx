import type { ConversationExport } from '../../privacy/export-conversation.js';
import { Buttons, Facts, LinkButton, linkTo, Time } from '../components.js';
import { channelName } from '../review/vocabulary.js';
import { PATH } from './paths.js';

/** A conversation that was found, without its texts, and what can be done about it. */
export function FoundConversation({ found }: { found: ConversationExport }) {
  const { conversation, receipt, turns, log, sheets } = found;
  const id = conversation.id;
  return (
    <>
      <Facts
        items={[
          ['Code de reçu', receipt],
          ['Canal', channelName(conversation.channelId)],
          ['Début', <Time key="a" iso={conversation.startedAt} />],
          ['Dernier message', <Time key="b" iso={conversation.updatedAt} />],
          ['Échanges', String(turns.length)],
          ['Messages gardés', String(log.length)],
          ['Fiches pour le conseil', String(sheets.length)],
        ]}
      />
      <Buttons>
        <LinkButton href={linkTo(`${PATH}/export.html`, { id })} download>
          Exporter pour la personne (à lire)
        </LinkButton>
        <LinkButton href={linkTo(`${PATH}/export.json`, { id })} download>
          Exporter (JSON)
        </LinkButton>
        <LinkButton href={linkTo(`${PATH}/effacer`, { id })} kind="danger">
          Effacer…
        </LinkButton>
      </Buttons>
    </>
  );
}
