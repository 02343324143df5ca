/** The list of the drafts, and opening a new one. */
import { Button, Empty, Field, Form, Table, Tag, Time } from '../components.js';
import { type ConsolePage, hasRole } from '../console-page.js';
import { recordAction } from '../journal.js';
import { Page } from '../layout.js';
import { linkTo } from '../page-context.js';
import { badRequest, redirect, renderPage } from '../respond.js';
import { BaseTabs } from './base-tabs.js';
import { type Desk, personOf } from './desk.js';
import { listAuthors } from './draft.js';
import { baseLinks } from './links.js';
import { oneLine } from './words.js';

const stateNames = { open: 'ouvert', publishing: 'publication en cours', published: 'publié', abandoned: 'abandonné' } as const;

export function createDraftsPages({ services, drafts }: Desk): ConsolePage[] {
  return [
    {
      method: 'GET',
      path: '/base/brouillons',
      role: 'reader',
      async handle(request) {
        const records = await drafts.list();
        return renderPage(
          request,
          <Page
            title="Brouillons"
            section="/base"
            intro="Un brouillon réunit des changements ; rien n’est visible avant sa publication."
          >
            <BaseTabs current="brouillons" />
            {records.length === 0 ? (
              <Empty title="Aucun brouillon.">
                <p>Le premier changement d’une fiche en ouvre un : « Brouillon commun ».</p>
              </Empty>
            ) : (
              <Table
                folds
                caption="Brouillons"
                hideCaption
                columns={['Brouillon', 'État', { label: 'Changements', numeric: true }, 'Par', 'Ouvert le']}
              >
                {records.map(({ id, draft }) => (
                  <tr key={id}>
                    <th scope="row">
                      <a href={baseLinks.draft(id)}>{draft.name}</a>
                    </th>
                    <td>
                      <Tag tone={draft.state === 'open' ? 'info' : draft.state === 'published' ? 'good' : 'neutral'}>
                        {stateNames[draft.state]}
                      </Tag>{' '}
                      {draft.published?.version}
                    </td>
                    <td class="number">{draft.changes.length}</td>
                    <td>
                      {listAuthors(draft)
                        .map(({ name }) => name)
                        .join(', ') || draft.createdBy.name}
                    </td>
                    <td>
                      <Time iso={draft.createdAt} />
                    </td>
                  </tr>
                ))}
              </Table>
            )}
            {hasRole(request.account, 'reviewer') && (
              <Form action={linkTo('/base/brouillons')} label="Nouveau brouillon">
                <Field
                  label="Nom d’un nouveau brouillon"
                  name="nom"
                  required
                  maxLength={80}
                  hint="Par exemple pour les contenus de votre réseau, que vous publierez à part."
                />
                <div class="buttons">
                  <Button kind="plain">Ouvrir ce brouillon</Button>
                </div>
              </Form>
            )}
          </Page>,
        );
      },
    },
    {
      method: 'POST',
      path: '/base/brouillons',
      role: 'reviewer',
      async handle(request) {
        const name = oneLine(request.form.nom).slice(0, 80);
        if (name === '') return badRequest(request, 'Donnez un nom au brouillon.');
        const record = await drafts.create(name, personOf(request.account));
        await recordAction(services, request.account, 'draft.create', record.id);
        return redirect(baseLinks.draft(record.id), 'Brouillon ouvert.');
      },
    },
  ];
}
