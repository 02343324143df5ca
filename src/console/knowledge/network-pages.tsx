/** The contact cards: each network's staff edit their own. */
import { listOldFields, missingFields, type NetworkCard, networkCardSchema } from '../../knowledge/contact-schema.js';
import { type ContactCardFields, editContactCard } from '../../knowledge/edit-contact-card.js';
import { parseYaml } from '../../knowledge/parse-yaml.js';
import { Table, Tag } from '../components.js';
import { type ConsolePage, type ConsoleReply, type ConsoleRequest, hasRole } from '../console-page.js';
import { recordAction } from '../journal.js';
import { Page } from '../layout.js';
import { forbidden, notFound, redirect, renderPage } from '../respond.js';
import { BaseTabs } from './base-tabs.js';
import { pathOfCard, readCardForm, toCardForm } from './card-form.js';
import { showCard } from './card-form-view.js';
import { type Desk, mayChange, type Sheet } from './desk.js';
import { markOf } from './draft.js';
import { baseLinks } from './links.js';

const NOT_YOURS = 'Cette carte appartient à un réseau auquel votre compte n’est pas rattaché.';

const readCard = (sheet: Sheet, id: string): NetworkCard | undefined => {
  const path = pathOfCard(id);
  const text = /^[a-z0-9-]+$/.test(id) ? sheet.drafted.files.get(path) : undefined;
  return text === undefined ? undefined : parseYaml(path, text, networkCardSchema).value;
};

export function createNetworkPages(desk: Desk): ConsolePage[] {
  const { services } = desk;

  /** Handles what is asked of a card that the account may change. */
  const onCard =
    (handle: (request: ConsoleRequest, sheet: Sheet, card: NetworkCard) => Promise<ConsoleReply> | ConsoleReply) =>
    async (request: ConsoleRequest): Promise<ConsoleReply> => {
      const id = request.params.id ?? '';
      const sheet = await desk.open(request);
      const card = readCard(sheet, id);
      if (!card) return notFound(request, 'Ce réseau n’a pas de carte.');
      if (!mayEdit(request, sheet, id)) return forbidden(request, NOT_YOURS);
      return handle(request, sheet, card);
    };

  return [
    {
      method: 'GET',
      path: '/base/reseaux',
      role: 'reader',
      async handle(request) {
        const sheet = await desk.open(request);
        const now = services.now();
        const cards = services.knowledge
          .active()
          .base.contacts.networks.map(
            ({ id }) => readCard(sheet, id) ?? services.knowledge.active().base.contacts.networks.find((card) => card.id === id),
          );
        return renderPage(
          request,
          <Page
            title="Cartes des réseaux"
            section="/base"
            intro="Ce que l’assistant donne comme contact. L’équipe de chaque réseau tient la sienne à jour."
          >
            <BaseTabs current="reseaux" />
            <Table folds caption="Cartes" hideCaption columns={['Réseau', 'Manque', 'Ancien (plus de cinq ans)']}>
              {cards.flatMap((card) =>
                card ? (
                  <tr key={card.id}>
                    <th scope="row">
                      {mayEdit(request, sheet, card.id) ? (
                        <a href={baseLinks.network(card.id)}>{card.name.value}</a>
                      ) : (
                        card.name.value
                      )}{' '}
                      {sheet.record.draft.changes.some(({ path }) => path === pathOfCard(card.id)) && (
                        <Tag tone="info">dans le brouillon</Tag>
                      )}
                    </th>
                    <td>{missingFields(card).join(', ') || '–'}</td>
                    <td>{listOldFields(card, now).join(', ') || '–'}</td>
                  </tr>
                ) : (
                  []
                ),
              )}
            </Table>
          </Page>,
        );
      },
    },
    {
      method: 'GET',
      path: '/base/reseaux/:id',
      role: 'reviewer',
      handle: onCard((request, sheet, card) => showCard(request, sheet, card, toCardForm(card), {})),
    },
    {
      method: 'POST',
      path: '/base/reseaux/:id',
      role: 'reviewer',
      handle: onCard(async (request, sheet, card) => {
        const path = pathOfCard(card.id);
        const current = sheet.drafted.files.get(path) ?? '';
        const { form, fields } = readCardForm(request, card);
        if (markOf(current) !== request.form.seen)
          return showCard(
            request,
            sheet,
            card,
            form,
            {
              notice:
                'Quelqu’un a changé cette carte entre-temps. Votre saisie est gardée : vérifiez, puis enregistrez de nouveau.',
            },
            409,
          );
        const { value, errors } = validate(card, fields);
        if (!value) return showCard(request, sheet, card, form, { errors }, 422);
        const stored = await desk.change(sheet, request.account, [
          { path, text: editContactCard(current, value), what: 'carte modifiée' },
        ]);
        if (stored.outcome === 'forbidden') return forbidden(request, NOT_YOURS);
        if (stored.outcome === 'conflict')
          return showCard(
            request,
            await desk.open(request),
            card,
            form,
            { notice: 'Le brouillon vient de changer : enregistrez de nouveau.' },
            409,
          );
        await recordAction(services, request.account, 'card.edit', card.id, { network: card.id });
        return redirect(
          baseLinks.draft(sheet.record.id),
          'La carte est enregistrée dans le brouillon. Reste à éprouver le brouillon.',
        );
      }),
    },
  ];
}

const mayEdit = ({ account }: ConsoleRequest, sheet: Sheet, id: string) =>
  hasRole(account, 'reviewer') && mayChange(account, sheet, pathOfCard(id), sheet.drafted.files.get(pathOfCard(id)));

/** The schema's own messages, by the first part of their path. */
function validate(card: NetworkCard, fields: ContactCardFields): { value?: ContactCardFields; errors: Record<string, string> } {
  const parsed = networkCardSchema.safeParse({ ...card, ...fields });
  if (parsed.success) return { value: fields, errors: {} };
  const errors: Record<string, string> = {};
  for (const { path, message } of parsed.error.issues) {
    const name = String(path[0]);
    const said = path.at(-1) === 'source' ? 'dites d’où vient cette information (source)' : message;
    errors[name] = [errors[name], said].filter(Boolean).join(' ; ');
  }
  return { errors };
}
