import { renderToString } from 'preact-render-to-string';
import type { ConversationExport } from '../../privacy/export-conversation.js';
import type { LoggedActivity } from '../../transcripts/transcript-store.js';
import { Time } from '../components.js';
import { channelName, opinionNames, stateNames } from '../review/vocabulary.js';

/** Nothing is loaded from anywhere: the file is read where it was saved. */
const STYLE =
  'body{font:1rem/1.5 system-ui,sans-serif;max-width:44rem;margin:2rem auto;padding:0 1rem}li{margin:0 0 1rem}p{white-space:pre-wrap;margin:.2rem 0}time{color:#555}';

/** The export as a document that a person can read: said in plain words, nothing left out of what concerns them. */
export const renderExport = (found: ConversationExport): string =>
  `<!doctype html>${renderToString(<Document found={found} />)}\n`;

function Document({ found: { conversation, receipt, exportedAt, log, turns, sheets, memory } }: { found: ConversationExport }) {
  const judged = turns.filter(({ opinion, annotations }) => opinion || annotations.length > 0);
  return (
    <html lang="fr">
      <head>
        <meta charset="utf-8" />
        <title>{`Conversation ${receipt}`}</title>
        <style>{STYLE}</style>
      </head>
      <body>
        <h1>Votre conversation avec l’assistant Passerelle</h1>
        <p>
          Code de reçu : {receipt}. Canal : {channelName(conversation.channelId)}. Commencée le{' '}
          <Time iso={conversation.startedAt} />. Exportée le <Time iso={exportedAt} />.
        </p>
        <p>
          Voici tout ce qui est gardé de cette conversation. Les données personnelles reconnues y étaient masquées avant
          l’enregistrement : le texte d’origine n’existe plus.
        </p>
        <h2>Ce qui a été dit</h2>
        <ol>
          {log.map((item) => (
            <Said key={item.seq} item={item} />
          ))}
        </ol>
        <h2>Avis et relectures</h2>
        {judged.length === 0 && <p>Aucun.</p>}
        <ul>
          {judged.map((turn) => (
            <li key={turn.id}>
              Au sujet de « {turn.question} »{turn.opinion && ` – votre avis : ${opinionNames[turn.opinion]}`}
              {turn.comment && ` – votre commentaire : ${turn.comment}`}
              {turn.annotations.map(({ at, state, reason, comment }) => (
                <p key={at}>
                  Relu le <Time iso={at} /> : {stateNames[state]}
                  {reason && ` – ${reason}`}
                  {comment && ` – ${comment}`}
                </p>
              ))}
            </li>
          ))}
        </ul>
        <h2>Fiches pour le conseil</h2>
        {sheets.length === 0 && <p>Aucune.</p>}
        <ul>
          {sheets.map(({ id, createdAt, expiresAt }) => (
            <li key={id}>
              Faite le <Time iso={createdAt} />, lisible jusqu’au <Time iso={expiresAt} /> : /fiche/{id}
            </li>
          ))}
        </ul>
        <h2>Ce que l’assistant a retenu pour la suite de la conversation</h2>
        <p>{JSON.stringify(memory, null, 2)}</p>
        <h2>Données techniques</h2>
        <p>
          Pseudonyme : {conversation.user ?? 'aucun'}. Numéro de conversation : {conversation.id}. Réseau :{' '}
          {conversation.network ?? 'aucun'}.
        </p>
      </body>
    </html>
  );
}

function Said({ item: { activity, note } }: { item: LoggedActivity }) {
  const isUser = activity.from?.role === 'user';
  const words =
    activity.text ?? (note?.event ? `(${note.event.name}${note.event.value ? ` : ${note.event.value}` : ''})` : '(sans texte)');
  return (
    <li>
      <strong>{isUser ? 'Vous' : 'Passerelle'}</strong> <Time iso={activity.timestamp} />
      <p>{words}</p>
      {note?.event?.comment && <p>Commentaire : {note.event.comment}</p>}
    </li>
  );
}
