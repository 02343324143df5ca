/** Taking a change of a draft back: one field of an entry, one item of a list, or the whole file. */
import { type EntryFields, editEntry, readEntryFields } from '../../knowledge/edit-entry.js';
import { removeItem } from '../../knowledge/edit-lists.js';
import type { FileChange, Sheet } from './desk.js';
import { groupChanges } from './draft-changes.js';

/** Fields of an entry that can be taken back one by one, by the name that the diff gives them. */
const fieldsByName: ReadonlyMap<string, keyof EntryFields> = new Map([
  ['titre', 'title'],
  ['question', 'question'],
  ['destinataires', 'audience'],
  ['réseau', 'network'],
  ['sources', 'sources'],
  ['vérifiée le', 'checkedOn'],
  ['à revoir le', 'reviewBy'],
  ['suites', 'followUps'],
  ['fiches liées', 'related'],
  ['FALC', 'falc'],
  ['formulations', 'utterances'],
  ['réponse', 'answer'],
  ['détails', 'details'],
  ['compléments par profil', 'forProfile'],
]);

export const isField = (name: string): boolean => fieldsByName.has(name);

/** `field`: as the diff names it; `item`: of a list. With neither, or where there is nothing else to change, the file is as before. */
export function takeBack({ record, released, drafted }: Sheet, path: string, field?: string, item?: string): FileChange {
  const before = released.files.get(path);
  const current = drafted.files.get(path);
  const what = `retiré : ${field ?? item ?? 'tout'}`;
  const name = field === undefined ? undefined : fieldsByName.get(field);
  if (current === undefined) return { path, text: before, what };
  if (name !== undefined && before !== undefined) {
    const text = editEntry(current, { [name]: readEntryFields(before)[name] });
    // An entry whose fields are all as before is as before.
    const left = groupChanges({ ...record.draft, changes: [{ path, text, edits: [] }] }, released.files);
    return { path, text: left.every(({ fields }) => fields.length === 0) ? before : text, what };
  }
  return { path, text: item === undefined ? before : removeItem(current, item), what };
}
