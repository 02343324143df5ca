/** The pieces of a group's page: its questions, what can be done with them, what was. */
import { Button, Buttons, Details, Field, Section, Table, Tag, Time } from '../components.js';
import { visibleTo } from '../console-page.js';
import { usePage } from '../page-context.js';
import type { AttentionGroup, AttentionQuestion } from './attention.js';
import { shorten } from './home-page.js';
import type { ReviewDesk } from './review-desk.js';
import { linkToTurn, type ReviewList } from './review-list.js';
import { type KeptTopic, maySeeName } from './topics.js';
import { EntryLink, isOtherAnswer, KindTag, SignalTags, StateTag, TodayAnswer, UserText } from './turn-parts.js';
import { channelName, type Names } from './vocabulary.js';

export type Today = ReadonlyMap<string, Awaited<ReturnType<ReviewDesk['services']['simulate']>>>;

export function Questions({
  questions,
  today,
  names,
  list,
}: {
  questions: readonly AttentionQuestion[];
  today: Today;
  names: Names;
  list: ReviewList;
}) {
  return (
    <ul class="questions">
      {questions.map(({ id, text, turn, signals }) => {
        const replies = today.get(text);
        const other = replies && isOtherAnswer(turn, replies);
        return (
          <li key={id} class="card">
            <label class="choice">
              <input type="checkbox" name="tour" value={id} checked />
              <span class="question">
                <UserText text={text} />
              </span>
            </label>
            <p class="tags">
              <SignalTags signals={signals} />
              {turn.annotations.length > 0 && <StateTag turn={turn} />}
              <span class="muted">
                <Time iso={turn.at} /> · {channelName(turn.channelId)}
                {turn.network && ` · ${names.network(turn.network)}`}
              </span>
              <a href={linkToTurn(turn, list)}>Voir la conversation</a>
            </p>
            <div class="answers">
              <Details
                summary={
                  <>
                    Ce qui a été répondu <KindTag kind={turn.decision.kind} />
                  </>
                }
              >
                {turn.decision.entry && <EntryLink id={turn.decision.entry} names={names} />}
                <p class="words">{turn.reply || 'Texte effacé ou vide.'}</p>
                {turn.comment && (
                  <p>
                    Commentaire de la personne : <UserText text={turn.comment} />
                  </p>
                )}
              </Details>
              {replies && (
                <Details
                  summary={
                    <>
                      Que répondrait-on aujourd’hui ?{' '}
                      <Tag tone={other ? 'good' : 'neutral'}>{other ? 'autre chose' : 'la même chose'}</Tag>
                    </>
                  }
                >
                  <TodayAnswer replies={replies} names={names} />
                </Details>
              )}
            </div>
          </li>
        );
      })}
    </ul>
  );
}

export function Actions({ group, people, release }: { group: AttentionGroup; people: readonly string[]; release: string }) {
  const { account } = usePage();
  const topic = group.topic?.topic;
  const visible = visibleTo(account);
  const name = topic && maySeeName(topic, visible) ? topic.name : shorten(group.name, 140);
  return (
    <div class="actions-panel stack">
      <h2>Que faire des questions cochées ?</h2>
      <div class="columns">
        <div class="card">
          <h3>Améliorer la base</h3>
          <p class="hint">Ces questions rejoignent un brouillon : rien ne change pour les visiteurs avant publication.</p>
          <Buttons>
            <Button name="action" value="ajouter">
              Les ajouter à une fiche
            </Button>
            <Button kind="plain" name="action" value="nouvelle">
              Écrire une fiche
            </Button>
          </Buttons>
          <h3>Ce n’est pas pour nous</h3>
          <Buttons>
            <Button kind="plain" name="action" value="hors-champ">
              Marquer hors champ
            </Button>
          </Buttons>
        </div>
        <div class="card">
          <h3>Suivre le sujet</h3>
          <Field
            label="Nom du sujet"
            name="nom"
            value={name}
            maxLength={140}
            hint="Visible de vos collègues : n’y laissez rien qui désigne une personne."
          />
          <Field label="Confier à" name="personne" value={topic?.assignee} suggestions={people} maxLength={80} />
          <Buttons>
            <Button kind="plain" name="action" value="confier">
              Confier
            </Button>
            <Button kind="plain" name="action" value="regler">
              Réglé par la version {release}
            </Button>
          </Buttons>
          <Field
            label="Raison de mettre de côté"
            name="raison"
            maxLength={200}
            suggestions={['Trop rare', 'Question de test', 'Trop locale', 'Réponse voulue telle quelle']}
          />
          <Buttons>
            <Button kind="plain" name="action" value="ecarter">
              Mettre de côté
            </Button>
            {topic && group.standing.kind !== 'open' && (
              <Button kind="plain" name="action" value="rouvrir">
                Rouvrir
              </Button>
            )}
          </Buttons>
        </div>
      </div>
    </div>
  );
}

export const History = ({ topic: { topic } }: { topic: KeptTopic }) => (
  <Section id="historique" title="Historique du sujet">
    <Table folds caption="Ce qui a été décidé, le plus récent d’abord" hideCaption columns={['Quand', 'Qui', 'Quoi']}>
      {[...topic.history].reverse().map(({ at, by, what }) => (
        <tr key={`${at}-${what}`}>
          <td>
            <Time iso={at} />
          </td>
          <td>{by}</td>
          <td>{what}</td>
        </tr>
      ))}
    </Table>
  </Section>
);
