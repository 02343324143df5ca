/** What a draft changes in one content: before and after, who wrote it, and taking it back. */
import { ActionButton, LinkButton, Section, Tag, Time } from '../components.js';
import { FieldChanges } from './diff-view.js';
import type { ChangeGroup } from './draft-changes.js';
import { baseLinks } from './links.js';
import { isField } from './take-back.js';
import { count } from './words.js';

const kindNames = { added: 'ajout', removed: 'retrait', changed: 'modification' } as const;

export function ChangeGroupView({
  group,
  index,
  draft,
  mayTakeBack,
}: {
  group: ChangeGroup;
  index: number;
  draft: string;
  mayTakeBack: boolean;
}) {
  const { path, title, kind, entry, network, fields, items, edits } = group;
  const takeBack = `${baseLinks.draft(draft)}/retirer`;
  return (
    <Section
      title={title}
      id={`changement-${index}`}
      actions={
        <>
          {entry && kind !== 'removed' && (
            <LinkButton href={baseLinks.entry(entry, draft)} kind="quiet">
              Voir la fiche
            </LinkButton>
          )}
          {mayTakeBack && (
            <ActionButton action={takeBack} fields={{ path }} kind="danger" label={`Retirer du brouillon : ${title}`}>
              Retirer
            </ActionButton>
          )}
        </>
      }
    >
      <p>
        <Tag tone={kind === 'removed' ? 'bad' : kind === 'added' ? 'good' : 'info'}>{kindNames[kind]}</Tag>{' '}
        {network && <Tag>réseau : {network}</Tag>}
      </p>
      {fields.length > 0 && <FieldChanges fields={fields} caption={`Avant et après : ${title}`} />}
      {mayTakeBack && kind === 'changed' && fields.length > 1 && entry && (
        <div class="buttons">
          {fields
            .filter(({ name }) => isField(name))
            .map(({ name }) => (
              <ActionButton
                key={name}
                action={takeBack}
                fields={{ path, champ: name }}
                kind="quiet"
                label={`Remettre comme avant : ${name}, ${title}`}
              >
                Remettre « {name} » comme avant
              </ActionButton>
            ))}
        </div>
      )}
      {items.length > 0 && (
        <ul class="plain">
          {items.map((item) => (
            <li key={item.name}>
              {item.change === 'added' ? <ins>{item.text}</ins> : <del>{item.text}</del>}{' '}
              {mayTakeBack && item.change === 'added' && (
                <ActionButton action={takeBack} fields={{ path, element: item.name }} kind="quiet" label={`Retirer ${item.text}`}>
                  Retirer
                </ActionButton>
              )}
            </li>
          ))}
        </ul>
      )}
      <ul class="plain muted">
        {edits.map((edit) => (
          <li key={`${edit.at} ${edit.what}`}>
            <Time iso={edit.at} />, {edit.by.name} : {edit.what}
            {edit.turns.length > 0 && ` (${count(edit.turns.length, 'question')})`}
          </li>
        ))}
      </ul>
    </Section>
  );
}
