/** One group of questions, worked in one sitting: what was asked, what was answered, what would be today, what to do. */
import { z } from 'zod';
import { Accounts } from '../accounts.js';
import { Button, Buttons, Empty, Flash, Form, Section, Tag } from '../components.js';
import type { ConsolePage, ConsoleRequest } from '../console-page.js';
import { hasRole } from '../console-page.js';
import { Page } from '../layout.js';
import { linkTo } from '../page-context.js';
import { notFound, redirect, renderPage } from '../respond.js';
import type { AttentionGroup } from './attention.js';
import { Actions, History, Questions } from './group-parts.js';
import { Follow, GroupTable, shorten } from './home-page.js';
import { findGroup, type ReviewDesk, readDays, WINDOW_DAYS } from './review-desk.js';
import { type ReviewList, writeList } from './review-list.js';
import { isOtherAnswer } from './turn-parts.js';
import { count } from './vocabulary.js';

/** Questions of a group that are shown: the rest is like them. */
const MOST = 100;
/** Questions for which today's answer is made. */
const SIMULATED = 30;

export const createGroupPages = (desk: ReviewDesk): ConsolePage[] => [
  { method: 'GET', path: '/groupes', role: 'reader', handle: (request) => showGroup(desk, request) },
  { method: 'GET', path: '/sujets', role: 'reader', handle: (request) => showTopics(desk, request) },
  { method: 'GET', path: '/sujets/:id', role: 'reader', handle: (request) => showTopic(desk, request) },
];

async function showGroup(desk: ReviewDesk, request: ConsoleRequest) {
  const days = readDays(request.query);
  const id = z.string().max(500).safeParse(request.query.get('tour')).data;
  const turn = id === undefined ? undefined : await desk.findTurn(request.account, id);
  if (!turn) return notFound(request);
  const group = findGroup(await desk.attention(request.account, days), turn);
  if (!group) return redirect(linkTo('/'), 'Ce groupe n’a plus de question à traiter.');
  if (group.topic) return redirect(linkTo(`/sujets/${encodeURIComponent(group.topic.id)}`), request.flash);
  return renderGroup(desk, request, group, { kind: 'group', turn: group.questions[0]?.id ?? turn.id, days });
}

/** The group of a topic, when the account may see it; without questions when nobody has asked of late. */
async function groupOfTopic(desk: ReviewDesk, request: ConsoleRequest, id: string): Promise<AttentionGroup | undefined> {
  const { groups, closed } = await desk.attention(request.account, WINDOW_DAYS);
  return [...groups, ...closed].find(({ topic }) => topic?.id === id);
}

async function showTopic(desk: ReviewDesk, request: ConsoleRequest) {
  const group = await groupOfTopic(desk, request, request.params.id ?? '');
  return group?.topic ? renderGroup(desk, request, group, { kind: 'topic', id: group.topic.id }) : notFound(request);
}

async function showTopics(desk: ReviewDesk, request: ConsoleRequest) {
  const { groups, closed } = await desk.attention(request.account, WINDOW_DAYS);
  const followed = [...groups.filter(({ topic }) => topic), ...closed];
  const part = (title: string, id: string, kinds: readonly string[]) => {
    const own = followed.filter(({ standing }) => kinds.includes(standing.kind));
    return own.length > 0 ? (
      <Section id={id} title={title}>
        <GroupTable groups={own} days={WINDOW_DAYS} caption={`Sujets : ${title.toLocaleLowerCase('fr')}`} />
      </Section>
    ) : null;
  };
  return renderPage(
    request,
    <Page
      title="Sujets suivis"
      section="/"
      trail={[{ label: 'Accueil', href: linkTo('/') }]}
      intro={`Ce que sont devenus les groupes de questions. Les nombres sont ceux des ${WINDOW_DAYS} derniers jours : les nouvelles questions semblables rejoignent leur sujet.`}
    >
      {followed.length === 0 && (
        <Empty title="Aucun sujet suivi : confiez, réglez ou mettez de côté un groupe depuis l’accueil." />
      )}
      {part('Revenus après avoir été réglés', 'revenus', ['back'])}
      {part('En cours', 'en-cours', ['open'])}
      {part('Réglés', 'regles', ['solved'])}
      {part('Mis de côté', 'de-cote', ['aside'])}
    </Page>,
  );
}

async function renderGroup(desk: ReviewDesk, request: ConsoleRequest, group: AttentionGroup, list: ReviewList) {
  const { account } = request;
  const { knowledge, records, simulate } = desk.services;
  const names = desk.names();
  const shown = group.questions.slice(0, MOST);
  const texts = [...new Set(shown.map(({ text }) => text))].slice(0, SIMULATED);
  const today = new Map(await Promise.all(texts.map(async (text) => [text, await simulate(text)] as const)));
  const people = (await new Accounts(records).list()).map(({ name }) => name);
  const better = shown.filter(({ text, turn }) => {
    const replies = today.get(text);
    return replies && isOtherAnswer(turn, replies);
  }).length;
  const fate = group.topic?.topic.fate;
  return renderPage(
    request,
    <Page title={shorten(group.name, 120)} section="/" trail={[{ label: 'Accueil', href: linkTo('/') }]}>
      <p class="tags">
        <Tag tone="info">{count(group.questions.length, 'question')}</Tag>
        {group.topic ? <Follow group={group} /> : <span class="muted">personne ne s’en occupe encore</span>}
      </p>
      {group.standing.kind === 'back' && fate?.kind === 'solved' && (
        <Flash tone="warn">
          {group.standing.rolledBack
            ? `Ce sujet avait été réglé par la version ${fate.release}, qui n’est plus celle qui répond : il est rouvert.`
            : `Ce sujet avait été réglé par la version ${fate.release}. ${count(group.standing.again, 'question est revenue', 'questions sont revenues')} depuis sans bonne réponse : il est rouvert.`}
        </Flash>
      )}
      {fate?.kind === 'aside' && <Flash tone="info">Mis de côté : {fate.reason}</Flash>}
      {shown.length === 0 ? (
        <Empty title={`Aucune question de ce sujet n’attend de traitement dans les ${WINDOW_DAYS} derniers jours.`} />
      ) : (
        <Form action="/console/groupes" class="plain-form" label="Questions du groupe et ce qu’on en fait">
          <input type="hidden" name="liste" value={writeList(list)} />
          {/* The button that Enter in a field would press: none, since each of the others does something else. */}
          <button type="submit" disabled hidden>
            Choisissez une action
          </button>
          <Questions questions={shown} today={today} names={names} list={list} />
          {group.questions.length > MOST && (
            <p class="hint">Et {count(group.questions.length - MOST, 'autre question', 'autres questions')} de même sorte.</p>
          )}
          {better > 0 && (
            <Flash tone="info">
              {better === shown.length
                ? 'La version active répond autrement à ces questions.'
                : `La version active répond autrement à ${better} de ces ${shown.length} questions.`}{' '}
              Si ses réponses conviennent, marquez le sujet « Réglé ».
            </Flash>
          )}
          {hasRole(account, 'reviewer') && <Actions group={group} people={people} release={knowledge.active().version} />}
        </Form>
      )}
      {shown.length === 0 && group.topic && hasRole(account, 'reviewer') && group.standing.kind !== 'open' && (
        <Form action="/console/groupes" class="plain-form" label="Rouvrir ce sujet">
          <input type="hidden" name="liste" value={writeList(list)} />
          <Buttons>
            <Button kind="plain" name="action" value="rouvrir">
              Rouvrir ce sujet
            </Button>
          </Buttons>
        </Form>
      )}
      {group.topic && <History topic={group.topic} />}
    </Page>,
  );
}
