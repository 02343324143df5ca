/** What became of an entry from release to release. */
import { diffKnowledge } from '../../knowledge/diff.js';
import type { KnowledgeFiles } from '../../knowledge/hash.js';
import type { ReleaseRecord } from '../../knowledge/release-store.js';
import { Empty, Section, Time } from '../components.js';
import type { ConsolePage } from '../console-page.js';
import { Page } from '../layout.js';
import { notFound, renderPage } from '../respond.js';
import { pathOf } from './basis.js';
import type { Desk } from './desk.js';
import { FieldChanges } from './diff-view.js';
import { baseLinks, baseTrail } from './links.js';

/** Newest releases that are looked at: each is read whole. */
const MOST = 20;

export const createHistoryPage = (desk: Desk): ConsolePage => ({
  method: 'GET',
  path: '/base/fiches/:id/historique',
  role: 'reader',
  async handle(request) {
    const { store } = desk.services.publication;
    const id = request.params.id ?? '';
    const records = (await store.list()).slice(-MOST);
    let title = id;
    let before: KnowledgeFiles | undefined;
    const steps: { record: ReleaseRecord; what: string; fields: { name: string; before: string; after: string }[] }[] = [];
    for (const record of records) {
      const files = await store.readFiles(record.version);
      const path = pathOf(files, id) ?? (before && pathOf(before, id));
      const old = path === undefined ? undefined : before?.get(path);
      const fresh = path === undefined ? undefined : files.get(path);
      if (path !== undefined && old !== fresh) {
        const one = (text: string | undefined) => new Map(text === undefined ? [] : [[path, text]]);
        const { added, removed, changed } = diffKnowledge(one(old), one(fresh));
        title = added[0]?.title ?? changed[0]?.title ?? title;
        const what =
          removed.length > 0
            ? 'Fiche retirée'
            : added.length === 0
              ? 'Fiche modifiée'
              : before
                ? 'Fiche ajoutée'
                : 'Première version connue';
        if (added.length + removed.length + changed.length > 0) steps.push({ record, what, fields: changed[0]?.fields ?? [] });
      }
      before = files;
    }
    if (steps.length === 0) return notFound(request, 'Aucune version ne contient cette fiche.');
    return renderPage(
      request,
      <Page title={`Histoire de « ${title} »`} section="/base" trail={baseTrail({ label: title, href: baseLinks.entry(id) })}>
        {steps.length === 0 && <Empty title="Aucun changement." />}
        {steps.reverse().map(({ record, what, fields }) => (
          <Section key={record.version} title={`${record.version} : ${what.toLowerCase()}`} id={`v-${record.version}`}>
            <p class="muted">
              <Time iso={record.createdAt} />, {record.who} : {record.why}
            </p>
            {fields.length > 0 && <FieldChanges fields={fields} />}
          </Section>
        ))}
      </Page>,
    );
  },
});
