/** The form of a contact card, as a page. */
import type { NetworkCard } from '../../knowledge/contact-schema.js';
import { Details, Field, Flash, Form, SendOrCancel } from '../components.js';
import type { ConsoleReply, ConsoleRequest } from '../console-page.js';
import { Page } from '../layout.js';
import { renderPage } from '../respond.js';
import { type CardForm, pathOfCard } from './card-form.js';
import type { Sheet } from './desk.js';
import { markOf } from './draft.js';
import { baseLinks, baseTrail } from './links.js';

const simpleFields = [
  { name: 'name', label: 'Nom du réseau' },
  { name: 'legalForm', label: 'Forme juridique' },
  { name: 'phone', label: 'Téléphone', hint: 'Sous la forme 05 32 26 26 73.' },
  { name: 'email', label: 'Courriel' },
  { name: 'website', label: 'Site', hint: 'Adresse complète : https://…' },
] as const;

export function showCard(
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
      trail={baseTrail({ label: 'Cartes des réseaux', href: baseLinks.networks() })}
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
        <SendOrCancel back={baseLinks.networks()}>Enregistrer dans le brouillon</SendOrCancel>
      </Form>
    </Page>,
    status,
  );
}
