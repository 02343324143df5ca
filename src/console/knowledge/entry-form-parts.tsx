/** The parts of an entry's form that are opened when wanted. */
import { audiences, profiles } from '../../knowledge/schema.js';
import { Choices, Details, Field, Select } from '../components.js';
import { PROFILE_SECTIONS } from './entry-form.js';
import type { EntryFormProps } from './entry-form-view.js';
import { References } from './reference-fields.js';
import { profileNames } from './words.js';

/** Id of the suggestions of entries. */
export const ENTRY_LIST = 'les-fiches';

const upperFirst = (text: string) => text.slice(0, 1).toUpperCase() + text.slice(1);

export const ProfileParts = ({ fields, problems: { errors } }: Pick<EntryFormProps, 'fields' | 'problems'>) => (
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
          <Field label={`Complément ${index + 1} : texte`} name={`profil-${index}-texte`} rows={3} value={section?.text ?? ''} />
        </div>
      );
    })}
  </Details>
);

export const NewSourcePart = ({ newSource }: Pick<EntryFormProps, 'newSource'>) => (
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
);

export const LinksPart = ({
  fields,
  problems: { errors },
  entries,
  networks,
}: Pick<EntryFormProps, 'fields' | 'problems' | 'entries' | 'networks'>) => (
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
      list={ENTRY_LIST}
      titles={entries}
      error={errors.followUps}
    />
    <References
      legend="Fiches liées"
      name="liee"
      label="Fiche liée"
      ids={fields.related}
      most={6}
      list={ENTRY_LIST}
      titles={entries}
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
      options={[{ value: '', label: 'Aucun : contenu commun' }, ...networks.map(({ id, name }) => ({ value: id, label: name }))]}
    />
    <Field label="En français facile à lire et à comprendre" name="falc" rows={3} value={fields.falc} error={errors.falc} />
  </Details>
);
