/** What is done with a group of questions. */
import { z } from 'zod';
import { assertNever } from '../../errors.js';
import type { ReviewedTurn } from '../../transcripts/review-store.js';
import type { Account, ConsolePage, ConsoleReply, ConsoleRequest } from '../console-page.js';
import { visibleTo } from '../console-page.js';
import { recordAction } from '../journal.js';
import { linkTo } from '../page-context.js';
import { badRequest, notFound, redirect } from '../respond.js';
import { findTopic } from './records.js';
import { type ReviewDesk, WINDOW_DAYS } from './review-desk.js';
import { describeList, type ReviewList, readList } from './review-list.js';
import { type Fate, type KeptTopic, maySeeName, sampleStems, type Topic, withChange } from './topics.js';
import { count } from './vocabulary.js';

/** Turns that one action may name. */
const MOST = 200;

const actions = ['ajouter', 'nouvelle', 'hors-champ', 'confier', 'regler', 'ecarter', 'rouvrir'] as const;

const formSchema = z.object({
  action: z.enum(actions),
  liste: z.string().max(600),
  nom: z.string().trim().max(140).default(''),
  personne: z.string().trim().max(80).default(''),
  raison: z.string().trim().max(200).default(''),
});
type GroupForm = z.infer<typeof formSchema>;

export const createGroupActions = (desk: ReviewDesk): ConsolePage[] => [
  { method: 'POST', path: '/groupes', role: 'reviewer', handle: (request) => act(desk, request) },
];

async function act(desk: ReviewDesk, request: ConsoleRequest): Promise<ConsoleReply> {
  const parsed = formSchema.safeParse(request.form);
  if (!parsed.success) return badRequest(request, 'Choisissez ce qu’il faut faire de ces questions, depuis la page du groupe.');
  const form = parsed.data;
  const list = readList(form.liste);
  const topic = await findTopicOf(desk, request.account, list);
  if (list.kind === 'topic' && !topic) return notFound(request);
  const ids = [...new Set(request.formAll('tour'))].slice(0, MOST);
  const turns: ReviewedTurn[] = [];
  for (const id of ids) {
    const turn = await desk.findTurn(request.account, id);
    if (!turn)
      return notFound(request, 'Une de ces questions n’est plus là, ou vous n’y avez pas accès. Rechargez la page du groupe.');
    turns.push(turn);
  }
  if (turns.length === 0 && form.action !== 'rouvrir')
    return badRequest(request, 'Cochez au moins une question, puis recommencez.');
  switch (form.action) {
    case 'ajouter':
    case 'nouvelle':
      return handOver(form.action, turns);
    case 'hors-champ':
      return markOutOfScope(desk, request, turns, describeList(list).href);
    case 'confier':
      if (!form.personne) return badRequest(request, 'Écrivez à qui confier ce sujet, puis recommencez.');
      return follow(desk, request, form, turns, topic, { assignee: form.personne }, `confié à ${form.personne}`);
    case 'regler': {
      const release = desk.services.knowledge.active().version;
      const fate: Fate = { kind: 'solved', release, at: desk.services.now().toISOString() };
      return follow(desk, request, form, turns, topic, { fate }, `réglé par la version ${release}`);
    }
    case 'ecarter': {
      if (!form.raison)
        return badRequest(request, 'Dites en quelques mots pourquoi mettre ces questions de côté, puis recommencez.');
      const reason = desk.services.redact(form.raison);
      const fate: Fate = { kind: 'aside', reason, at: desk.services.now().toISOString() };
      return follow(desk, request, form, turns, topic, { fate }, `mis de côté : ${reason}`);
    }
    case 'rouvrir':
      if (!topic) return badRequest(request, 'Ce groupe n’a pas encore été traité : il n’y a rien à rouvrir.');
      return follow(desk, request, form, turns, topic, { fate: { kind: 'open' } }, 'rouvert');
    default:
      return assertNever(form.action);
  }
}

/** The topic of a list, as kept now, when the account sees it; of a group, the one that somebody has made of it meanwhile. */
async function findTopicOf(desk: ReviewDesk, account: Account, list: ReviewList): Promise<KeptTopic | undefined> {
  if (list.kind !== 'topic' && list.kind !== 'group') return undefined;
  const { groups, closed } = await desk.attention(account, list.kind === 'group' ? list.days : WINDOW_DAYS);
  const group = [...groups, ...closed].find(({ topic, questions }) =>
    list.kind === 'topic' ? topic?.id === list.id : topic !== undefined && questions.some(({ id }) => id === list.turn),
  );
  return group?.topic && findTopic(desk.services.records, group.topic.id);
}

/** The pages of the knowledge base go on with these questions. */
function handOver(action: 'ajouter' | 'nouvelle', turns: readonly ReviewedTurn[]): ConsoleReply {
  const query = new URLSearchParams(turns.map(({ id }) => ['tour', id]));
  return redirect(`${linkTo(action === 'ajouter' ? '/base/ajouter' : '/base/fiches/nouvelle')}?${query}`);
}

async function markOutOfScope(desk: ReviewDesk, request: ConsoleRequest, turns: readonly ReviewedTurn[], back: string) {
  const { review, now } = desk.services;
  const { account } = request;
  for (const turn of turns) {
    await review.annotate(turn.id, { state: 'out-of-scope', by: account.id, at: now().toISOString() });
    await recordAction(desk.services, account, 'turn.review', turn.id, {
      network: turn.network,
      detail: { state: 'out-of-scope' },
    });
  }
  const said = `${count(turns.length, 'question marquée', 'questions marquées')} hors champ.`;
  // The group may be gone with its questions.
  return redirect(back.startsWith('/console/sujets') ? back : linkTo('/'), said);
}

/** Makes a topic of the questions, or changes the one that they are in. */
async function follow(
  desk: ReviewDesk,
  { account }: ConsoleRequest,
  form: GroupForm,
  turns: readonly ReviewedTurn[],
  kept: KeptTopic | undefined,
  change: Partial<Pick<Topic, 'fate' | 'assignee'>>,
  what: string,
): Promise<ConsoleReply> {
  const { records, redact, now } = desk.services;
  const visible = visibleTo(account);
  const id = kept?.id ?? desk.newId();
  const networks = [...new Set(turns.flatMap(({ network }) => network ?? []))].sort();
  const fresh: Topic = {
    name: redact(form.nom || turns[0]?.question || 'Sujet sans nom'),
    samples: sampleStems(turns.flatMap(({ question }) => question ?? [])),
    networks,
    scope: visible ? [...visible] : 'all',
    fate: { kind: 'open' },
    history: [],
  };
  // A name that this account does not see is not its to change; one that it writes may quote what it sees.
  const renamed = kept && form.nom && maySeeName(kept.topic, visible) && kept.topic.name !== form.nom;
  const base = kept
    ? {
        ...kept.topic,
        ...(renamed ? { name: redact(form.nom), networks: [...new Set([...kept.topic.networks, ...networks])].sort() } : {}),
      }
    : fresh;
  const next = withChange(base, change, { at: now().toISOString(), by: account.name, what });
  await records.put('topic', id, next, kept?.version ?? null);
  await recordAction(desk.services, account, `topic.${form.action}`, id);
  const said: Record<string, string> = {
    confier: `Sujet confié à ${change.assignee}.`,
    regler: 'Sujet réglé. S’il revient après cette version, il sera rouvert et vous le verrez ici.',
    ecarter: 'Sujet mis de côté : les nouvelles questions semblables le rejoindront.',
    rouvrir: 'Sujet rouvert.',
  };
  return redirect(
    form.action === 'confier' || form.action === 'rouvrir' ? linkTo(`/sujets/${id}`) : linkTo('/'),
    said[form.action],
  );
}
