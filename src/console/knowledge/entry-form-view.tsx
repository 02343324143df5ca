/** The form of an entry: every field with its hint and, in place, what the check holds against it. */

import type { EntryFields } from '../../knowledge/edit-entry.js';
import { audiences, type Entry, profiles, type Source } from '../../knowledge/schema.js';
import { Button, Checkbox, Choices, Details, Field, Form, LinkButton, Select } from '../components.js';
import { linkTo } from '../page-context.js';
import { PROFILE_SECTIONS, toReference } from './entry-form.js';
import type { FieldProblems } from './entry-problems.js';
import { profileNames, themeName } from './words.js';

export interface EntryFormProps {
  action: string;
  back: string;
  /** Hidden fields: draft, mark, turns, id. */
  hidden: readonly (readonly [string, string])[];
  fields: EntryFields;
  problems: FieldProblems;
  entries: ReadonlyMap<string, Entry>;
  sources: ReadonlyMap<string, Source>;
  /** Networks that the account may give an entry to. */
  networks: readonly { id: string; name: string }[];
  /** For a new entry: the themes to choose from. */
  themes?: { all: readonly string[]; chosen: string };
  newSource: Readonly<Record<string, string>>;
  mayRemove: boolean;
}

const upperFirst = (text: string) => text.slice(0, 1).toUpperCase() + text.slice(1);

export function EntryForm({
  action,
  back,
  hidden,
  fields,
  problems,
  entries,
  sources,
  networks,
  themes,
  newSource,
  mayRemove,
}: EntryFormProps) {
  const { errors } = problems;
  return (
    <Form action={action} label="Fiche" guard preview={linkTo('/base/apercu')} previewInto="apercu">
      {hidden.map(([name, value]) => (
        <input key={`${name} ${value}`} type="hidden" name={name} value={value} />
      ))}
      <Field
        label="Titre"
        name="title"
        value={fields.title}
        required
        maxLength={45}
        hint="45 caractères au plus : c’est le texte d’un bouton."
        error={errors.title ?? errors.id}
      />
      <Field
        label="Question"
        name="question"
        value={fields.question}
        required
        maxLength={140}
        hint="La question entière, telle qu’on la poserait."
        error={errors.question}
      />
      {themes && (
        <Select
          label="Thème"
          name="theme"
          required
          value={themes.chosen}
          options={themes.all.map((theme) => ({ value: theme, label: themeName(theme) }))}
        />
      )}
      <Field
        label="Réponse courte"
        name="answer"
        rows={7}
        required
        value={fields.answer}
        hint="La réponse dans la première phrase ; 110 mots conseillés. **gras**, listes (- …) et liens [texte](https://…) sont possibles."
        error={errors.answer}
      />
      <Field
        label="Détails"
        name="details"
        rows={6}
        value={fields.details}
        hint="Lus après « Plus de détails »."
        error={errors.details}
      />
      <Details summary="Compléments pour certaines collectivités" open={Boolean(errors.forProfile)}>
        {errors.forProfile && <p class="error">{errors.forProfile}</p>}
        {Array.from({ length: Math.min(PROFILE_SECTIONS, fields.forProfile.length + 1) }, (_, index) => {
          const section = fields.forProfile[index];
          return (
            <div key={`profil-${index}`} class="stack">
              <Choices
                legend={`Complément ${index + 1} : pour qui`}
                name={`profil-${index}`}
                several
                inline
                options={profiles.map((profile) => ({ value: profile, label: profileNames[profile] ?? profile }))}
                values={section?.profiles ?? []}
              />
              <Field
                label={`Complément ${index + 1} : texte`}
                name={`profil-${index}-texte`}
                rows={3}
                value={section?.text ?? ''}
              />
            </div>
          );
        })}
      </Details>
      <Field
        label="Formulations, une par ligne"
        name="utterances"
        rows={12}
        required
        value={fields.utterances.join('\n')}
        hint="Cinq au moins, douze valent mieux : des mots-clés, des phrases, des fautes courantes. Variez les mots."
        error={errors.utterances}
      />
      <fieldset class="choices">
        <legend>Sources</legend>
        <p class="hint">Une au moins ; la première est montrée sous la réponse. Tapez quelques lettres du titre.</p>
        {errors.sources && <p class="error">{errors.sources}</p>}
        {[...fields.sources, ''].map((id, index) => (
          <Suggested
            key={`source-${index}`}
            label={`Source ${index + 1}`}
            name="source"
            index={index}
            list="les-sources"
            value={id && toReference(id, sources.get(id)?.title)}
          />
        ))}
      </fieldset>
      <Details summary="Décrire une nouvelle source" open={Object.values(newSource).some(Boolean)}>
        <Field label="Titre de la source" name="source-titre" value={newSource['source-titre']} />
        <Field label="Éditeur de la source" name="source-editeur" value={newSource['source-editeur']} />
        <Field
          label="Date du document"
          name="source-date"
          type="date"
          value={newSource['source-date']}
          hint="Vide si le document n’est pas daté."
        />
        <Field
          label="Adresse de la source"
          name="source-adresse"
          type="url"
          value={newSource['source-adresse']}
          hint="https://…, s’il est en ligne."
        />
      </Details>
      <div class="columns">
        <Field
          label="Vérifiée le"
          name="checkedOn"
          type="date"
          required
          value={fields.checkedOn}
          hint="Jour où la source a été relue."
          error={errors.checkedOn}
        />
        <Field
          label="À revoir le"
          name="reviewBy"
          type="date"
          required
          value={fields.reviewBy}
          hint="Passé ce jour, l’assistant le dit."
          error={errors.reviewBy}
        />
      </div>
      <Details
        summary="Liens, destinataires, réseau, facile à lire"
        open={[errors.followUps, errors.related, errors.audience, errors.network, errors.falc].some(Boolean)}
      >
        <References
          legend="Suites proposées en boutons"
          name="suite"
          label="Suite"
          ids={fields.followUps}
          most={3}
          entries={entries}
          error={errors.followUps}
        />
        <References
          legend="Fiches liées"
          name="liee"
          label="Fiche liée"
          ids={fields.related}
          most={6}
          entries={entries}
          error={errors.related}
        />
        <Choices
          legend="À qui la fiche s’adresse"
          name="audience"
          several
          inline
          hint="Rien de coché : à tous."
          options={audiences.map((one) => ({ value: one, label: upperFirst(profileNames[one] ?? one) }))}
          values={fields.audience}
          error={errors.audience}
        />
        <Select
          label="Réseau dont la fiche parle"
          name="network"
          value={fields.network}
          error={errors.network}
          options={[
            { value: '', label: 'Aucun : contenu commun' },
            ...networks.map(({ id, name }) => ({ value: id, label: name })),
          ]}
        />
        <Field label="En français facile à lire et à comprendre" name="falc" rows={3} value={fields.falc} error={errors.falc} />
      </Details>
      <datalist id="les-sources">
        {[...sources.values()].map(({ id, title }) => (
          <option key={id} value={toReference(id, title)} />
        ))}
      </datalist>
      <datalist id="les-fiches">
        {[...entries.values()].map(({ id, title }) => (
          <option key={id} value={toReference(id, title)} />
        ))}
      </datalist>
      {mayRemove && <Checkbox label="Retirer cette fiche de la base" name="retirer" />}
      <div class="buttons">
        <Button name="geste" value="enregistrer">
          Enregistrer dans le brouillon
        </Button>
        <Button kind="plain" name="geste" value="apercu">
          Voir l’aperçu
        </Button>
        <LinkButton href={back} kind="quiet">
          Annuler
        </LinkButton>
      </div>
    </Form>
  );
}

const References = ({
  legend,
  name,
  label,
  ids,
  most,
  entries,
  error,
}: {
  legend: string;
  name: string;
  label: string;
  ids: readonly string[];
  most: number;
  entries: ReadonlyMap<string, Entry>;
  error?: string;
}) => (
  <fieldset class="choices">
    <legend>{legend}</legend>
    {error && <p class="error">{error}</p>}
    {Array.from({ length: Math.min(most, ids.length + 1) }, (_, index) => {
      const id = ids[index] ?? '';
      return (
        <Suggested
          key={`${name}-${index}`}
          label={`${label} ${index + 1}`}
          name={name}
          index={index}
          list="les-fiches"
          value={id && toReference(id, entries.get(id)?.title)}
        />
      );
    })}
  </fieldset>
);

/** A field with suggestions that several fields of the page share. */
const Suggested = ({
  label,
  name,
  index,
  list,
  value,
}: {
  label: string;
  name: string;
  index: number;
  list: string;
  value: string;
}) => (
  <div class="field">
    <label for={`f-${name}-${index}`} class="sr">
      {label}
    </label>
    <input id={`f-${name}-${index}`} name={name} list={list} value={value} autocomplete="off" />
  </div>
);
