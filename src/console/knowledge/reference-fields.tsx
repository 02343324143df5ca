/** Fields that name entries or sources, with suggestions by title; readers read them back (`readReference`). */
import { toReference } from './entry-form.js';

type Titles = ReadonlyMap<string, { title: string }>;

/** A field for each id, and an empty one as long as there are fewer than `most`. `list`: id of the page's `Suggestions`. */
export const References = ({
  legend,
  hint,
  name,
  label,
  ids,
  most = Number.POSITIVE_INFINITY,
  list,
  titles,
  error,
}: {
  legend: string;
  hint?: string;
  name: string;
  label: string;
  ids: readonly string[];
  most?: number;
  list: string;
  titles: Titles;
  error?: string;
}) => (
  <fieldset class="choices">
    <legend>{legend}</legend>
    {hint && <p class="hint">{hint}</p>}
    {error && <p class="error">{error}</p>}
    {Array.from({ length: Math.min(most, ids.length + 1) }, (_, index) => {
      const id = ids[index] ?? '';
      const field = `f-${name}-${index}`;
      return (
        <div key={field} class="field">
          <label for={field} class="sr">
            {label} {index + 1}
          </label>
          <input id={field} name={name} list={list} value={id && toReference(id, titles.get(id)?.title)} autocomplete="off" />
        </div>
      );
    })}
  </fieldset>
);

/** Suggestions that several fields of a page share. */
export const Suggestions = ({ id, titles }: { id: string; titles: Titles }) => (
  <datalist id={id}>
    {[...titles].map(([one, { title }]) => (
      <option key={one} value={toReference(one, title)} />
    ))}
  </datalist>
);
