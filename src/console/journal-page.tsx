/** The journal: who did what, when. For the role administration alone. */
import { namesOfAccounts } from './accounts.js';
import { Empty, Field, FilterBar, Pager, Select, Table, Time, usePage } from './components.js';
import type { ConsolePage, ConsoleRequest } from './console-page.js';
import { journalLabels, labelOfAction, sayDetail } from './journal-labels.js';
import { Page } from './layout.js';
import { renderPage } from './respond.js';
import { addDays, isDay, startOf } from './review/paris-days.js';
import type { ConsoleServices } from './services.js';
import type { JournalLine } from './staff-records.js';

const LINES = 50;

export const createJournalPages = (services: ConsoleServices): ConsolePage[] => [
  {
    method: 'GET',
    path: '/journal',
    role: 'admin',
    handle: async (request) => {
      const { records } = services;
      const [{ items, next }, nameOf, accounts] = await Promise.all([
        records.readJournal(readFilter(request), { limit: LINES, cursor: request.query.get('cursor') ?? undefined }),
        namesOfAccounts(records),
        records.list('account'),
      ]);
      const people = accounts
        .map(({ id }) => ({ value: id, label: nameOf(id) }))
        .sort((a, b) => a.label.localeCompare(b.label, 'fr'));
      return renderPage(
        request,
        <Page
          title="Journal"
          intro="Qui a consulté, modifié, publié ou exporté quoi. Le texte des conversations n’y figure jamais."
        >
          <Filters people={people} />
          {items.length === 0 ? (
            <Empty title="Aucune ligne ne correspond." />
          ) : (
            <Table
              caption="Lignes du journal, la plus récente d’abord"
              columns={['Quand', 'Qui', 'Action', 'Objet', 'Précisions']}
            >
              {items.map((line, index) => (
                <Line key={`${line.at} ${index}`} line={line} name={nameOf(line.who)} />
              ))}
            </Table>
          )}
          <Pager next={next} />
        </Page>,
      );
    },
  },
];

function readFilter({ query }: ConsoleRequest) {
  const given = (name: string) => query.get(name)?.trim() || undefined;
  const day = (name: string) => {
    const text = given(name);
    return text && /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])$/.test(text) && isDay(text) ? text : undefined;
  };
  const [from, to] = [day('du'), day('au')];
  return {
    who: given('qui'),
    action: given('action'),
    target: given('objet'),
    ...(from ? { from: startOf(from) } : {}),
    ...(to ? { to: startOf(addDays(to, 1)) } : {}),
  };
}

function Filters({ people }: { people: { value: string; label: string }[] }) {
  const { query } = usePage();
  const value = (name: string) => query.get(name) ?? '';
  const actions = Object.entries(journalLabels).map(([action, label]) => ({ value: action, label }));
  return (
    <FilterBar>
      <Select label="Qui" name="qui" value={value('qui')} options={[{ value: '', label: 'Tout le monde' }, ...people]} />
      <Select label="Action" name="action" value={value('action')} options={[{ value: '', label: 'Toutes' }, ...actions]} />
      <Field label="Objet" name="objet" value={value('objet')} maxLength={200} />
      <Field label="Du" name="du" type="date" value={value('du')} />
      <Field label="Au" name="au" type="date" value={value('au')} />
    </FilterBar>
  );
}

const Line = ({ line, name }: { line: JournalLine; name: string }) => (
  <tr>
    <td class="nowrap">
      <Time iso={line.at} />
    </td>
    <th scope="row" class="break">
      {name}
    </th>
    <td>{labelOfAction(line.action)}</td>
    <td class="break">{line.target && <code>{line.target}</code>}</td>
    <td>
      {[
        ...(line.network ? [`réseau : ${line.network}`] : []),
        ...Object.entries(line.detail ?? {}).map(([key, value]) => sayDetail(key, value)),
      ].join(', ')}
    </td>
  </tr>
);
