/** Saving a judgement, and the way from one turn of a list to the next. */
import type { ConsolePage, ConsoleRequest } from '../console-page.js';
import { recordAction } from '../journal.js';
import { linkTo } from '../page-context.js';
import { badRequest, notFound, redirect } from '../respond.js';
import { showConversation } from './conversation-page.js';
import { keepJudgement } from './keep-audit.js';
import type { ReviewDesk } from './review-desk.js';
import { readReview } from './review-form.js';
import { describeList, findNext, linkToTurn, readList } from './review-list.js';
import { stateNames } from './vocabulary.js';

export const createReviewActions = (desk: ReviewDesk): ConsolePage[] => [
  { method: 'POST', path: '/relecture', role: 'reviewer', handle: (request) => saveReview(desk, request) },
  { method: 'GET', path: '/relecture/suivant', role: 'reader', handle: (request) => goOn(desk, request) },
];

async function saveReview(desk: ReviewDesk, request: ConsoleRequest) {
  const { review, redact, now } = desk.services;
  const { account, form } = request;
  const turn = await desk.findTurn(account, form.tour ?? '');
  if (!turn) return notFound(request);
  const read = readReview(form, { redact, entryOf: desk.entryOf });
  if ('problems' in read) {
    const { etat, motif, fiche, commentaire } = form;
    const values = { etat, motif, fiche, commentaire };
    return showConversation(desk, request, turn.conversationId, {
      seq: turn.seq,
      liste: form.liste ?? '',
      values,
      problems: read.problems,
    });
  }
  const list = readList(form.liste);
  const next = await findNext(desk, account, list, turn);
  const judged = await review.annotate(turn.id, { ...read.annotation, by: account.id, at: now().toISOString() });
  if (!judged) return notFound(request);
  await recordAction(desk.services, account, 'turn.review', turn.id, {
    network: turn.network,
    detail: { state: read.annotation.state },
  });
  if (list.kind === 'audit') await keepJudgement(desk, list.id, turn.id, read.annotation.state);
  const said = `Enregistré : ${stateNames[read.annotation.state]}.`;
  if (next) return redirect(linkToTurn(next, list), said);
  const { href } = describeList(list);
  return redirect(href, `${said} Tout est relu dans cette liste.`);
}

/** The next turn to judge: after `apres`, or the first of the list. */
async function goOn(desk: ReviewDesk, request: ConsoleRequest) {
  const list = readList(request.query.get('liste'));
  const after = request.query.get('apres');
  const current = after ? await desk.findTurn(request.account, after) : undefined;
  if (after && !current) return badRequest(request, 'L’échange d’où vous venez n’est plus là : revenez à la liste.');
  const next = await findNext(desk, request.account, list, current);
  if (next) return redirect(linkToTurn(next, list));
  return redirect(describeList(list).href || linkTo('/conversations'), 'Il n’y a plus rien à relire dans cette liste.');
}
