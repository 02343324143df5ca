/** The pieces that pages are made of. Everything put into them is text: markup in a message is shown, never run. */
import { type ComponentChildren, cloneElement, isValidElement, toChildArray } from 'preact';
import { linkTo, linkToSelf, usePage } from './page-context.js';

export * from './button-components.js';
export * from './form-components.js';

export type Tone = 'neutral' | 'good' | 'bad' | 'warn' | 'info';

/** A short label of a state. The words say it; the colour only helps. */
export const Tag = ({ tone = 'neutral', children }: { tone?: Tone; children: ComponentChildren }) => (
  <span class={`tag ${tone}`}>{children}</span>
);

/** Said once, after an action; `tone` bad for what went wrong. */
export const Flash = ({ tone = 'good', children }: { tone?: Tone; children: ComponentChildren }) => (
  <div class={`flash ${tone}`} role={tone === 'bad' ? 'alert' : 'status'}>
    {children}
  </div>
);

/** What a list says when it has nothing, and what to do then. */
export const Empty = ({ title, children }: { title: string; children?: ComponentChildren }) => (
  <div class="empty">
    <p class="empty-title">{title}</p>
    {children}
  </div>
);

/** A part of a page under a heading of its own. */
export const Section = ({
  title,
  id,
  actions,
  children,
}: {
  title: string;
  id: string;
  actions?: ComponentChildren;
  children: ComponentChildren;
}) => (
  <section aria-labelledby={id} class="section">
    <div class="heading">
      <h2 id={id}>{title}</h2>
      {actions && <div class="actions">{actions}</div>}
    </div>
    {children}
  </section>
);

/** Something that is opened when wanted. */
export const Details = ({
  summary,
  open,
  children,
}: {
  summary: ComponentChildren;
  open?: boolean;
  children: ComponentChildren;
}) => (
  <details class="details" open={open}>
    <summary>{summary}</summary>
    <div>{children}</div>
  </details>
);

export interface Column {
  label: string;
  /** Figures: set to the right. */
  numeric?: boolean;
  /** The heading is for screen readers only (a column of buttons). */
  hidden?: boolean;
}

/**
 * Rows whose cells carry their column's name, to be shown beside them when the table folds. Their roles are said too: not every
 * browser keeps those of a table that is laid out as blocks.
 */
const nameCells = (rows: ComponentChildren, columns: readonly Column[]): ComponentChildren =>
  toChildArray(rows).map((row) =>
    isValidElement(row) && row.type === 'tr'
      ? cloneElement(
          row,
          { role: 'row' },
          toChildArray(row.props.children)
            .filter((cell) => isValidElement(cell))
            .map((cell, index) =>
              cell.type === 'th'
                ? cloneElement(cell, { role: 'rowheader' })
                : cloneElement(cell, { role: 'cell', 'data-label': columns[index]?.label }),
            ),
        )
      : row,
  );

/**
 * A table that scrolls by itself when the screen is narrow. `children`: rows (`<tr>`), the first cell of each a `<th scope="row">`
 * where it names the row. `folds`: on a narrow screen each row is a card instead, headed by its `<th>`; the rows are then given as
 * `<tr>` elements, not as components of their own.
 */
export function Table({
  caption,
  columns: given,
  children,
  hideCaption,
  folds,
}: {
  caption: string;
  columns: readonly (string | Column)[];
  children: ComponentChildren;
  hideCaption?: boolean;
  folds?: boolean;
}) {
  const columns = given.map((column): Column => (typeof column === 'string' ? { label: column } : column));
  const role = (name: 'table' | 'rowgroup' | 'row' | 'columnheader') => (folds ? name : undefined);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard
    <section class={folds ? 'table folds' : 'table'} aria-label={caption} tabIndex={0}>
      <table role={role('table')}>
        <caption class={hideCaption ? 'sr' : undefined}>
          <span>{caption}</span>
        </caption>
        <thead role={role('rowgroup')}>
          <tr role={role('row')}>
            {columns.map(({ label, numeric, hidden }) => (
              <th key={label} scope="col" class={numeric ? 'number' : undefined} role={role('columnheader')}>
                {hidden ? <span class="sr">{label}</span> : label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody role={role('rowgroup')}>{folds ? nameCells(children, columns) : children}</tbody>
      </table>
    </section>
  );
}

/** Names and values. */
export const Facts = ({ items }: { items: readonly (readonly [string, ComponentChildren])[] }) => (
  <dl class="facts">
    {items.map(([name, value]) => (
      <div key={name}>
        <dt>{name}</dt>
        <dd>{value}</dd>
      </div>
    ))}
  </dl>
);

/** A figure with its name; `hint` says how it was counted or what it was before. */
export const Figure = ({
  label,
  value,
  hint,
  href,
}: {
  label: string;
  value: ComponentChildren;
  hint?: string;
  href?: string;
}) => (
  <div class="figure">
    <p class="figure-value">{href ? <a href={href}>{value}</a> : value}</p>
    <p class="figure-label">{label}</p>
    {hint && <p class="hint">{hint}</p>}
  </div>
);

/** Links to the next page of a list (`next`: the cursor of the store's page) and back to its start; the filters stay. */
export function Pager({ next, parameter = 'cursor' }: { next?: string; parameter?: string }) {
  const request = usePage();
  const isFirst = !request.query.has(parameter);
  if (isFirst && !next) return null;
  return (
    <nav class="pager" aria-label="Pages de la liste">
      {!isFirst && <a href={linkToSelf(request, { [parameter]: undefined })}>Revenir au début</a>}
      {next && (
        <a href={linkToSelf(request, { [parameter]: next })} rel="next">
          Page suivante
        </a>
      )}
    </nav>
  );
}

/** Views of one thing, as links; the current one is `current`. */
export const Tabs = ({
  label,
  items,
  current,
}: {
  label: string;
  items: readonly { id: string; label: string; href: string }[];
  current: string;
}) => (
  <nav class="tabs" aria-label={label}>
    <ul>
      {items.map((item) => (
        <li key={item.id}>
          <a href={item.href} aria-current={item.id === current ? 'page' : undefined}>
            {item.label}
          </a>
        </li>
      ))}
    </ul>
  </nav>
);

/** Fields that narrow a list: a form sent by GET to the page itself (or `action`), and a link that clears it. */
export function FilterBar({
  action,
  children,
  submit = 'Filtrer',
  label = 'Filtres',
}: {
  action?: string;
  children: ComponentChildren;
  submit?: string;
  label?: string;
}) {
  const { path, query } = usePage();
  const target = action ?? path;
  return (
    <search aria-label={label}>
      <form class="filters" method="get" action={target}>
        <div class="filter-fields">{children}</div>
        <div class="buttons">
          <button type="submit">{submit}</button>
          {[...query.keys()].length > 0 && <a href={target}>Tout afficher</a>}
        </div>
      </form>
    </search>
  );
}

/**
 * Single keys of a page. They act on elements marked `data-key` (Button and LinkButton: `shortcut`), never while a field is
 * being filled in, and can be turned off (WCAG 2.1.4). Without script nothing is shown.
 */
export const KeyHints = ({ keys }: { keys: readonly { key: string; label: string }[] }) => (
  <div class="key-hints" hidden data-key-hints>
    <h2 class="sr">Raccourcis clavier</h2>
    <ul>
      {keys.map(({ key, label }) => (
        <li key={key}>
          <kbd>{key}</kbd> {label}
        </li>
      ))}
    </ul>
    <button type="button" class="quiet" data-key-switch aria-pressed="true">
      Raccourcis d’une touche
    </button>
  </div>
);

const paris = { timeZone: 'Europe/Paris' } as const;
const dayAndTime = new Intl.DateTimeFormat('fr-FR', { ...paris, dateStyle: 'medium', timeStyle: 'short' });
const day = new Intl.DateTimeFormat('fr-FR', { ...paris, dateStyle: 'medium' });

/** A moment (ISO 8601) as it was in Paris. */
export const Time = ({ iso, dateOnly }: { iso: string; dateOnly?: boolean }) => (
  <time dateTime={iso}>{(dateOnly ? day : dayAndTime).format(new Date(iso))}</time>
);

export { linkTo, linkToSelf, usePage };
