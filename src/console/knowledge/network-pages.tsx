/** The contact cards: each network's staff edit their own. */
import { listOldFields, missingFields, type NetworkCard, networkCardSchema } from '../../knowledge/contact-schema.js';
import { type ContactCardFields, editContactCard } from '../../knowledge/edit-contact-card.js';
import { parseYaml } from '../../knowledge/parse-yaml.js';
import { Button, Details, Field, Flash, Form, LinkButton, Table, Tag } from '../components.js';
import { type ConsolePage, type ConsoleReply, type ConsoleRequest, hasRole } from '../console-page.js';
import { recordAction } from '../journal.js';
import { Page } from '../layout.js';
import { forbidden, notFound, redirect, renderPage } from '../respond.js';
import { type CardForm, readCardForm, toCardForm } from './card-form.js';
import { type Desk, mayChange, type Sheet } from './desk.js';
import { markOf } from './draft.js';
import { BaseTabs } from './entries-page.js';
import { baseLinks } from './links.js';

const pathOfCard = (id: string) => `contacts/${id}.yaml`;
const NOT_YOURS = 'Cette carte appartient à un réseau auquel votre compte n’est pas rattaché.';

const readCard = (sheet: Sheet, id: string): NetworkCard | undefined => {
  const path = pathOfCard(id);
  const text = /^[a-z0-9-]+$/.test(id) ? sheet.drafted.files.get(path) : undefined;
  return text === undefined ? undefined : parseYaml(path, text, networkCardSchema).value;
};

export function createNetworkPages(desk: Desk): ConsolePage[] {
  const { services } = desk;
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
            <Table caption="Cartes" hideCaption columns={['Réseau', 'Manque', 'Ancien (plus de cinq ans)']}>
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
      async handle(request) {
        const id = request.params.id ?? '';
        const sheet = await desk.open(request);
        const card = readCard(sheet, id);
        if (!card) return notFound(request, 'Ce réseau n’a pas de carte.');
        if (!mayEdit(request, sheet, id)) return forbidden(request, NOT_YOURS);
        return showCard(request, sheet, card, toCardForm(card), {});
      },
    },
    {
      method: 'POST',
      path: '/base/reseaux/:id',
      role: 'reviewer',
      async handle(request) {
        const id = request.params.id ?? '';
        const sheet = await desk.open(request);
        const card = readCard(sheet, id);
        if (!card) return notFound(request, 'Ce réseau n’a pas de carte.');
        if (!mayEdit(request, sheet, id)) return forbidden(request, NOT_YOURS);
        const path = pathOfCard(id);
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
        await recordAction(services, request.account, 'card.edit', id, { network: id });
        return redirect(
          baseLinks.draft(sheet.record.id),
          'La carte est enregistrée dans le brouillon. Reste à éprouver le brouillon.',
        );
      },
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

const simpleFields = [
  { name: 'name', label: 'Nom du réseau' },
  { name: 'legalForm', label: 'Forme juridique' },
  { name: 'phone', label: 'Téléphone', hint: 'Sous la forme 05 32 26 26 73.' },
  { name: 'email', label: 'Courriel' },
  { name: 'website', label: 'Site', hint: 'Adresse complète : https://…' },
] as const;

function showCard(
  request: ConsoleRequest,
  { record, drafted }: Sheet,
  card: NetworkCard,
  form: CardForm,
  { errors = {}, notice }: { errors?: Record<string, string>; notice?: string },
  status = 200,
): ConsoleReply {
  const personHint = 'Un par ligne : nom ; fonction ; courriel ; téléphone ; source ; date. Laissez vide ce qui n’est pas connu.';
  return renderPage(
    request,
    <Page
      title={card.name.value}
      section="/base"
      trail={[
        { label: 'Base de connaissances', href: baseLinks.entries() },
        { label: 'Cartes des réseaux', href: baseLinks.networks() },
      ]}
      intro="Chaque information est montrée aux élu·e·s avec sa source et sa date : dites d’où elle vient quand vous la changez."
    >
      {notice && <Flash tone="warn">{notice}</Flash>}
      {Object.keys(errors).length > 0 && <Flash tone="bad">La carte n’est pas enregistrée : corrigez ce qui est signalé.</Flash>}
      <Form action={baseLinks.network(card.id)} label="Carte du réseau" guard>
        <input type="hidden" name="brouillon" value={record.id} />
        <input type="hidden" name="seen" value={markOf(drafted.files.get(pathOfCard(card.id)))} />
        {simpleFields.map(({ name, label, ...more }) => (
          <fieldset key={name} class="choices">
            <legend>{label}</legend>
            <Field
              label={label}
              hideLabel
              name={name}
              value={form[name].value}
              error={errors[name]}
              hint={'hint' in more ? more.hint : undefined}
              required={name === 'name'}
            />
            <div class="columns">
              <Field label={`Source (${label.toLowerCase()})`} name={`${name}-source`} value={form[name].source} />
              <Field
                label={`Date de la source (${label.toLowerCase()})`}
                name={`${name}-date`}
                value={form[name].asOf}
                hint="Comme la source la donne ; vide si elle n’est pas datée."
              />
            </div>
          </fieldset>
        ))}
        <Field
          label="Adresses"
          name="addresses"
          rows={4}
          value={form.addresses}
          error={errors.addresses}
          hint="Une par ligne : adresse ; source ; date."
        />
        <Field
          label="Personnes à contacter"
          name="persons"
          rows={4}
          value={form.persons}
          error={errors.persons}
          hint={personHint}
        />
        <Field
          label="Ce que le réseau fait pour les collectivités"
          name="services"
          rows={4}
          value={form.services}
          error={errors.services}
          hint="Une phrase par ligne."
        />
        <Details summary="Régions servies">
          <p>Codes INSEE : {card.regions.join(', ')}. Elles se changent avec les autres réseaux, dans le dossier de la base.</p>
        </Details>
        <div class="buttons">
          <Button>Enregistrer dans le brouillon</Button>
          <LinkButton href={baseLinks.networks()} kind="quiet">
            Annuler
          </LinkButton>
        </div>
      </Form>
    </Page>,
    status,
  );
}
