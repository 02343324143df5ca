/** Making another release answer, and taking one away as a file. */
import { writeKnowledgeCsv } from '../../knowledge/exchange/knowledge-csv.js';
import { writeKnowledgeJson } from '../../knowledge/exchange/knowledge-json.js';
import { ActivationConflictError } from '../../knowledge/release-store.js';
import type { ConsolePage } from '../console-page.js';
import { recordAction } from '../journal.js';
import { badRequest, download, forbidden, notFound, redirect } from '../respond.js';
import type { Desk } from './desk.js';
import { baseLinks } from './links.js';
import { SHORTEST_REASON } from './publish-draft.js';
import { mayActivate } from './rights.js';
import { oneLine } from './words.js';

export function createReleaseActions({ services }: Desk): ConsolePage[] {
  const { store } = services.publication;
  return [
    {
      method: 'POST',
      path: '/base/versions/:version/activer',
      role: 'publisher',
      async handle(request) {
        const { account, form, params } = request;
        const version = params.version ?? '';
        if (!mayActivate(account))
          return forbidden(
            request,
            'Changer de version change tout, pour tous les réseaux : il faut publier pour tous les réseaux.',
          );
        if (!(await store.find(version))) return notFound(request, 'Cette version n’existe pas.');
        const why = oneLine(form.pourquoi);
        if (why.length < SHORTEST_REASON)
          return badRequest(request, 'Dites en une ligne pourquoi cette version doit répondre. Revenez en arrière et complétez.');
        const active = await store.active();
        if (version === active) return redirect(baseLinks.release(version), 'Cette version est déjà active.');
        try {
          await services.knowledge.activate(version, { who: account.name, why }, { expected: form.active });
        } catch (error) {
          if (!(error instanceof ActivationConflictError)) throw error;
          return redirect(
            baseLinks.release(version),
            `La version active vient de changer (${error.active ?? 'aucune'}) : vérifiez avant d’en activer une autre.`,
          );
        }
        await recordAction(services, account, 'release.activate', version, { detail: { from: active ?? '' } });
        return redirect(baseLinks.release(version), `Version ${version} active. Elle répond dès maintenant.`);
      },
    },
    {
      method: 'GET',
      path: '/base/versions/:version/export',
      role: 'reader',
      async handle(request) {
        const version = request.params.version ?? '';
        const record = await store.find(version);
        if (!record) return notFound(request, 'Cette version n’existe pas.');
        const files = await store.readFiles(version);
        const asTable = request.query.get('format') === 'csv';
        await recordAction(services, request.account, 'release.export', version);
        const text = asTable ? writeKnowledgeCsv(files) : writeKnowledgeJson(version, record.hash, files);
        return download(`base-${version}.${asTable ? 'csv' : 'json'}`, text);
      },
    },
  ];
}
