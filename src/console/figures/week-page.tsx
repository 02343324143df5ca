/** « Bilan de la semaine »: read in a minute, printed on a page. */
import { Empty, Facts, FilterBar, LinkButton, Section, Select, Tag, Time } from '../components.js';
import type { ConsolePage, ConsoleRequest } from '../console-page.js';
import { visibleTo } from '../console-page.js';
import { Page } from '../layout.js';
import { linkTo } from '../page-context.js';
import { renderPage } from '../respond.js';
import type { ReadAttention } from '../review/attention.js';
import { addDays, dayOf, isDay } from '../review/paris-days.js';
import { UserText } from '../review/turn-parts.js';
import { count, signalNames, signalTones } from '../review/vocabulary.js';
import type { ConsoleServices } from '../services.js';
import { type DigestState, findDigest } from './digest-ledger.js';
import { mondayOf, sayDay } from './period.js';
import { lastWeek, readWeek, type Week } from './read-week.js';
import { sayOutcomes, saySatisfaction } from './sentences.js';

/** Weeks that can be chosen. */
const WEEKS = 12;

export const createWeekPage = (services: ConsoleServices, readAttention: ReadAttention): ConsolePage => ({
  method: 'GET',
  path: '/chiffres/semaine',
  role: 'reader',
  handle: (request) => showWeek(services, readAttention, request),
});

async function showWeek(services: ConsoleServices, readAttention: ReadAttention, request: ConsoleRequest) {
  const today = dayOf(services.now());
  const asked = request.query.get('du') ?? '';
  const monday = isDay(asked) && mondayOf(asked) <= mondayOf(today) ? mondayOf(asked) : lastWeek(today);
  const [week, digest] = await Promise.all([
    readWeek(services, readAttention, monday, { visibleTo: visibleTo(request.account) }),
    // The digest of a week is sent on the Monday after.
    findDigest(services.records, addDays(monday, 7)),
  ]);
  return renderPage(
    request,
    <Page
      title={`Semaine du ${sayDay(monday)}`}
      section="/chiffres"
      trail={[{ label: 'Chiffres', href: linkTo('/chiffres') }]}
      actions={
        <LinkButton href={linkTo('/chiffres', { du: week.period.first, au: week.period.last })}>Tous les chiffres</LinkButton>
      }
    >
      <FilterBar label="Choisir la semaine" submit="Afficher">
        <Select
          label="Semaine du"
          name="du"
          value={monday}
          options={Array.from({ length: WEEKS }, (_, index) => addDays(mondayOf(today), -7 * index)).map((day, index) => ({
            value: day,
            label: `${sayDay(day)}${index === 0 ? ' (en cours)' : ''}`,
          }))}
        />
      </FilterBar>
      <Contents week={week} />
      {digest && <p class="hint no-print">{sayDelivery(digest)}</p>}
      {visibleTo(request.account) !== undefined && (
        <p class="hint">Sont comptées les questions de vos réseaux et celles qui ne sont rattachées à aucun réseau.</p>
      )}
    </Page>,
  );
}

function sayDelivery({ state, attempts, updatedAt }: DigestState & { updatedAt: string }) {
  const when = <Time iso={updatedAt} />;
  if (state === 'sent') return <>Ce bilan a été envoyé le {when}.</>;
  if (state === 'sending') return <>Ce bilan est en cours d’envoi.</>;
  return (
    <>
      Ce bilan n’a pas encore pu être envoyé ({count(attempts, 'essai')}, le dernier le {when}). La personne qui tient le service
      trouve la raison dans le journal technique, sous E_DIGEST.
    </>
  );
}

function Contents({ week }: { week: Week }) {
  const { now, asked, groups, otherGroups, worst, releases, next } = week;
  if (now.questions === 0 && releases.length === 0)
    return (
      <Empty title={`Aucune question sur ${week.period.name}.`}>
        <p>Rien à faire.</p>
      </Empty>
    );
  return (
    <>
      <div class="week-lines">
        {sayOutcomes(week).map((sentence) => (
          <p key={sentence} class="says">
            {sentence}
          </p>
        ))}
      </div>
      <div class="columns">
        <Section id="demandes" title="Ce qui a été le plus demandé">
          {asked.length === 0 ? (
            <p>Aucune fiche n’a répondu.</p>
          ) : (
            <ol>
              {asked.map(({ id, title, href, uses }) => (
                <li key={id}>
                  <a href={href}>{title}</a> : {count(uses, 'réponse')}
                </li>
              ))}
            </ol>
          )}
        </Section>
        <Section id="sans-reponse" title="Ce qui n’a pas reçu de bonne réponse">
          {groups.length === 0 ? (
            <p>Tout a reçu une réponse sûre, ou a déjà été traité.</p>
          ) : (
            <ol>
              {groups.map(({ question, times, href, signals }) => (
                <li key={href}>
                  <a href={href}>
                    <UserText text={question} />
                  </a>{' '}
                  ({times} fois){' '}
                  {signals.map((signal) => (
                    <Tag key={signal} tone={signalTones[signal]}>
                      {signalNames[signal]}
                    </Tag>
                  ))}
                </li>
              ))}
            </ol>
          )}
          {otherGroups > 0 && (
            <p>
              <a href={linkTo('/')}>Et {count(otherGroups, 'autre groupe de questions', 'autres groupes de questions')}</a>
            </p>
          )}
        </Section>
        <Section id="satisfaction" title="Satisfaction">
          <p>{saySatisfaction(week)}</p>
          {worst && (
            <p>
              La fiche la plus mal jugée : <a href={worst.href}>{worst.title}</a>.
            </p>
          )}
        </Section>
        <Section id="publie" title="Ce qui a été publié">
          {releases.length === 0 ? (
            <p>Aucune nouvelle version de la base.</p>
          ) : (
            <Facts
              items={releases.map(({ version, at, why, href }) => [
                `Version ${version}`,
                <>
                  <a href={href}>
                    <Time iso={at} />
                  </a>
                  {why && ` : ${why}`}
                </>,
              ])}
            />
          )}
        </Section>
      </div>
      <Section id="suite" title="À faire ensuite">
        <ol>
          {next.map(({ text, href }) => (
            <li key={text}>
              <a href={href}>{text}</a>
            </li>
          ))}
        </ol>
      </Section>
    </>
  );
}
