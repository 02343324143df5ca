/** The list of the releases: who published what and why, and which one answered when. */
import { Details, Table, Tag, Time } from '../components.js';
import type { ConsolePage } from '../console-page.js';
import { Page } from '../layout.js';
import { renderPage } from '../respond.js';
import { BaseTabs } from './base-tabs.js';
import type { Desk } from './desk.js';
import { baseLinks } from './links.js';
import { FolderNote, sayExam } from './release-parts.js';
import { count } from './words.js';

export const createReleasesPage = (desk: Desk): ConsolePage => ({
  method: 'GET',
  path: '/base/versions',
  role: 'reader',
  async handle(request) {
    const { store } = desk.services.publication;
    const [records, active, journal] = await Promise.all([store.list(), store.active(), store.journal()]);
    return renderPage(
      request,
      <Page
        title="Versions"
        section="/base"
        intro="Une version publiée ne change plus. Une seule répond ; on peut revenir à n’importe quelle autre."
      >
        <BaseTabs current="versions" />
        <Table
          folds
          caption="Versions"
          hideCaption
          columns={['Version', 'Publiée le', 'Par', 'Pourquoi', { label: 'Examen réussi', numeric: true }]}
        >
          {[...records].reverse().map((record) => (
            <tr key={record.version}>
              <th scope="row">
                <a href={baseLinks.release(record.version)}>{record.version}</a>{' '}
                {record.version === active && <Tag tone="good">active</Tag>}
              </th>
              <td>
                <Time iso={record.createdAt} />
              </td>
              <td>{record.who}</td>
              <td>
                {record.why}
                {record.overridden && (
                  <span class="hint">
                    {count(record.overridden.lines.length, 'ligne perdue', 'lignes perdues')}, acceptée(s) :{' '}
                    {record.overridden.reason}
                  </span>
                )}
              </td>
              <td class="number">{sayExam(record)}</td>
            </tr>
          ))}
        </Table>
        <Details summary="Activations, la dernière en haut">
          <ul>
            {[...journal]
              .reverse()
              .slice(0, 30)
              .map(({ version, at, who, why }) => (
                <li key={at}>
                  <Time iso={at} /> : {version}, {who}, « {why} »
                </li>
              ))}
          </ul>
        </Details>
        <FolderNote version={active ?? ''} />
      </Page>,
    );
  },
});
