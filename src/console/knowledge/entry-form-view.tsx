/** The form of an entry: every field with its hint and, in place, what the check holds against it. */

import type { EntryFields } from '../../knowledge/edit-entry.js';
import type { Entry, Source } from '../../knowledge/schema.js';
import { Button, Checkbox, Field, Form, LinkButton, Select } from '../components.js';
import { linkTo } from '../page-context.js';
import { ENTRY_LIST, LinksPart, NewSourcePart, ProfileParts } from './entry-form-parts.js';
import type { FieldProblems } from './entry-problems.js';
import { References, Suggestions } from './reference-fields.js';
import { themeName } from './words.js';

/** Id of the suggestions of sources. */
const SOURCE_LIST = 'les-sources';

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
      <ProfileParts fields={fields} problems={problems} />
      <Field
        label="Formulations, une par ligne"
        name="utterances"
        rows={12}
        required
        value={fields.utterances.join('\n')}
        hint="Cinq au moins, douze valent mieux : des mots-clés, des phrases, des fautes courantes. Variez les mots."
        error={errors.utterances}
      />
      <References
        legend="Sources"
        hint="Une au moins ; la première est montrée sous la réponse. Tapez quelques lettres du titre."
        name="source"
        label="Source"
        ids={fields.sources}
        list={SOURCE_LIST}
        titles={sources}
        error={errors.sources}
      />
      <NewSourcePart newSource={newSource} />
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
      <LinksPart fields={fields} problems={problems} entries={entries} networks={networks} />
      <Suggestions id={SOURCE_LIST} titles={sources} />
      <Suggestions id={ENTRY_LIST} titles={entries} />
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
