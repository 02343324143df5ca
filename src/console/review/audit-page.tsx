/** One sample, answer by answer. */
import type { ReviewState } from '../../transcripts/review-store.js';
import { namesOfAccounts } from '../accounts.js';
import { Figure, LinkButton, Table, Tag, Time } from '../components.js';
import type { ConsoleRequest } from '../console-page.js';
import { hasRole, visibleTo } from '../console-page.js';
import { Page } from '../layout.js';
import { linkTo } from '../page-context.js';
import { notFound, renderPage } from '../respond.js';
import { type Audit, maySeeAudit, statesOf } from './audits.js';
import { shorten } from './home-page.js';
import { scoreAudit } from './next-audit.js';
import { findAudit } from './records.js';
import type { ReviewDesk } from './review-desk.js';
import { linkToTurn, type ReviewList, writeList } from './review-list.js';
import { ERASED, KindTag, UserText } from './turn-parts.js';
import { type Names, percent, stateNames, stateTones } from './vocabulary.js';

export const scopeText = ({ network }: Audit, names: Names): string =>
  network === undefined ? 'tous' : names.network(network ?? undefined);

export const Period = ({ audit: { from, to } }: { audit: Audit }) => (
  <>
    <Time iso={`${from}T12:00:00Z`} dateOnly /> – <Time iso={`${to}T12:00:00Z`} dateOnly />
  </>
);

export async function showAudit(desk: ReviewDesk, request: ConsoleRequest) {
  const { account } = request;
  const kept = await findAudit(desk.services.records, request.params.id ?? '');
  if (!kept || !maySeeAudit(kept.value, visibleTo(account))) return notFound(request);
  const scored = await scoreAudit(desk, account, kept);
  const states = statesOf(kept.value, scored.turns);
  const names = desk.names();
  const nameOf = await namesOfAccounts(desk.services.records);
  const list: ReviewList = { kind: 'audit', id: kept.id };
  const number = (state: ReviewState) => states.filter((each) => each === state).length;
  return renderPage(
    request,
    <Page
      title="Échantillon de qualité"
      section="/qualite"
      trail={[{ label: 'Qualité', href: linkTo('/qualite') }]}
      intro={
        <>
          Tiré le <Time iso={kept.value.at} dateOnly /> par {nameOf(kept.value.by)} · réponses du <Period audit={kept.value} /> ·
          réseau : {scopeText(kept.value, names)}
        </>
      }
      actions={
        hasRole(account, 'reviewer') &&
        scored.left > 0 && (
          <LinkButton kind="primary" href={linkTo('/relecture/suivant', { liste: writeList(list) })} shortcut="n">
            {scored.left === scored.drawn ? 'Commencer la relecture' : 'Continuer la relecture'}
          </LinkButton>
        )
      }
    >
      <div class="figures">
        <Figure
          label="réponses correctes"
          value={scored.share ? percent(scored.share.value) : '–'}
          hint={scored.share ? `entre ${percent(scored.share.low)} et ${percent(scored.share.high)}` : 'rien n’est encore jugé'}
        />
        <Figure label="relues" value={`${scored.drawn - scored.left} / ${scored.drawn}`} />
        <Figure label="incorrectes" value={number('incorrect')} />
        <Figure label="à compléter" value={number('incomplete')} />
        <Figure label="hors champ" value={scored.outOfScope} hint="ne comptent pas dans la part" />
      </div>
      <Table
        folds
        caption="Réponses de l’échantillon"
        columns={[{ label: 'N°', numeric: true }, 'Question', 'Décision', 'Relecture']}
      >
        {kept.value.turns.map(({ id }, index) => {
          const turn = scored.turns.get(id);
          const state = states[index] ?? 'unreviewed';
          return (
            <tr key={id}>
              <td class="number">{index + 1}</td>
              <th scope="row" class="question">
                {turn ? (
                  <a href={linkToTurn(turn, list)}>
                    {turn.question === undefined ? ERASED : <UserText text={shorten(turn.question) || '(message vide)'} />}
                  </a>
                ) : (
                  ERASED
                )}
              </th>
              <td>{turn && <KindTag kind={turn.decision.kind} />}</td>
              <td>
                <Tag tone={stateTones[state]}>{stateNames[state]}</Tag>
              </td>
            </tr>
          );
        })}
      </Table>
    </Page>,
  );
}
