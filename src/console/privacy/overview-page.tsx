import { RUN_EVERY } from '../../privacy/retention.js';
import type { RetentionReport, RetentionState } from '../../privacy/retention-ledger.js';
import {
  ActionButton,
  Buttons,
  Facts,
  Field,
  FilterBar,
  Flash,
  LinkButton,
  linkTo,
  Section,
  Table,
  Tag,
  Time,
} from '../components.js';
import type { ConsolePage } from '../console-page.js';
import { recordAction } from '../journal.js';
import { Page } from '../layout.js';
import { redirect, renderPage } from '../respond.js';
import type { ConsoleServices } from '../services.js';
import { findConversation } from './find-conversation.js';
import { FoundConversation } from './found-conversation.js';
import { PATH } from './paths.js';
import { periodColumns, periodRows } from './registre-parts.js';

export function createOverviewPages(services: ConsoleServices): ConsolePage[] {
  const { privacy } = services;
  return [
    {
      method: 'GET',
      path: PATH,
      role: 'admin',
      handle: async (request) => {
        const query = (request.query.get('q') ?? '').trim();
        const found = await findConversation(services, request.account, query);
        if (found) await recordAction(services, request.account, 'conversation.find', `reçu ${found.receipt}`);
        const state = await privacy.retention();
        return renderPage(
          request,
          <Page
            title="Données personnelles"
            intro="Ce qui est gardé, combien de temps, et comment répondre à une personne qui demande ses données."
          >
            <Section title="Retrouver une conversation" id="retrouver">
              <p>
                Une personne demande à voir ou à faire effacer sa conversation : demandez-lui son code de reçu. Elle l’obtient en
                écrivant « confidentialité » à l’assistant.
              </p>
              <FilterBar submit="Chercher" label="Retrouver une conversation">
                <Field label="Code de reçu ou numéro de conversation" name="q" value={query} maxLength={300} spellcheck={false} />
              </FilterBar>
              {query !== '' && !found && (
                <Flash tone="bad">
                  Aucune conversation ne porte ce code ou ce numéro : elle est déjà effacée, le code contient une erreur, ou elle
                  relève d’un autre réseau.
                </Flash>
              )}
              {found && <FoundConversation found={found} />}
            </Section>
            <RetentionSection state={state} now={services.now()} />
            <PeriodsSection services={services} />
            <RegistreSection services={services} />
          </Page>,
        );
      },
    },
    {
      method: 'POST',
      path: `${PATH}/purge`,
      role: 'admin',
      handle: async ({ account }) => {
        const report = await privacy.runRetention();
        await recordAction(services, account, 'retention.run');
        return redirect(
          linkTo(PATH),
          report
            ? `Effacement terminé : ${describe(report)}.`
            : 'Un effacement est déjà en cours : revenez dans quelques minutes.',
        );
      },
    },
  ];
}

const count = (number: number, one: string, many: string): string =>
  `${number.toLocaleString('fr-FR')} ${number > 1 ? many : one}`;

/** « 3 conversations, 12 échanges réduits à des chiffres… » */
export function describe({ conversations, turns, opinions, statistics, journal, sheets }: RetentionReport): string {
  const parts = [
    [conversations, count(conversations, 'conversation dont le texte est effacé', 'conversations dont le texte est effacé')],
    [turns, count(turns, 'échange réduit à des chiffres', 'échanges réduits à des chiffres')],
    [opinions, count(opinions, 'avis effacé', 'avis effacés')],
    [statistics, count(statistics, 'chiffre effacé', 'chiffres effacés')],
    [journal, count(journal, 'ligne du journal effacée', 'lignes du journal effacées')],
    [sheets, count(sheets, 'fiche expirée effacée', 'fiches expirées effacées')],
  ] as const;
  const done = parts.flatMap(([number, text]) => (number > 0 ? [text] : []));
  return done.length > 0 ? done.join(', ') : 'rien n’avait dépassé sa durée';
}

function RetentionSection({ state: { last, claimedAt }, now }: { state: RetentionState; now: Date }) {
  const next = last && new Date(Date.parse(last.at) + RUN_EVERY);
  return (
    <Section
      title="Effacement automatique"
      id="effacement"
      actions={
        <ActionButton action={linkTo(`${PATH}/purge`)} kind="plain">
          Lancer maintenant
        </ActionButton>
      }
    >
      <Facts
        items={[
          ['Dernier passage', last ? <Time iso={last.at} /> : 'pas encore : le premier vient une minute après le démarrage'],
          ...(last ? ([['Effacé', describe(last)]] as const) : []),
          ['Prochain passage', claimedAt ? 'en cours' : next && next > now ? <Time iso={next.toISOString()} /> : 'dans l’heure'],
          [
            'État',
            last && last.failed.length > 0 ? (
              <Tag tone="bad">incomplet</Tag>
            ) : last ? (
              <Tag tone="good">complet</Tag>
            ) : (
              <Tag>en attente</Tag>
            ),
          ],
        ]}
      />
      {last && last.failed.length > 0 && (
        <Flash tone="bad">
          Ceci n’a pas pu être effacé et sera repris dans l’heure : {last.failed.join(' ; ')}. Si cela dure, transmettez le code
          E_RETENTION à la personne qui exploite le service.
        </Flash>
      )}
    </Section>
  );
}

function PeriodsSection({ services }: { services: ConsoleServices }) {
  const periods = services.privacy.registre().processings.flatMap(({ periods }) => periods);
  return (
    <Section title="Durées de conservation" id="durees">
      <Table folds caption="Chaque donnée, sa durée et sa raison" columns={periodColumns} hideCaption>
        {periodRows(periods)}
      </Table>
    </Section>
  );
}

function RegistreSection({ services }: { services: ConsoleServices }) {
  const { missing } = services.privacy.registre();
  return (
    <Section title="Registre RGPD" id="registre">
      {missing.length > 0 && (
        <Flash tone="warn">
          Il manque {missing.map(({ what, variable }) => `${what} (${variable})`).join(' ; ')}. La personne qui exploite le
          service les règle dans son fichier .env.
        </Flash>
      )}
      <Buttons>
        <LinkButton href={linkTo(`${PATH}/registre`)}>Lire le registre</LinkButton>
        <LinkButton href="/confidentialite">Page « confidentialité » du public</LinkButton>
      </Buttons>
    </Section>
  );
}
