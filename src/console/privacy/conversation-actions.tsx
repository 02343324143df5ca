import { Button, Buttons, Form, LinkButton, linkTo } from '../components.js';
import type { ConsolePage, ConsoleRequest } from '../console-page.js';
import { recordAction } from '../journal.js';
import { Page } from '../layout.js';
import { badRequest, download, notFound, redirect, renderPage } from '../respond.js';
import type { ConsoleServices } from '../services.js';
import { renderExport } from './export-document.js';
import { findConversation } from './find-conversation.js';
import { PATH } from './paths.js';

const GONE = 'Aucune conversation ne porte ce code ou ce numéro : elle est peut-être déjà effacée.';

/** Export and erasure of one conversation, by its id or its code. */
export function createConversationActions(services: ConsoleServices): ConsolePage[] {
  const find = ({ account }: ConsoleRequest, id: string) => findConversation(services, account, id);
  const exportAs = (ending: 'html' | 'json'): ConsolePage => ({
    method: 'GET',
    path: `${PATH}/export.${ending}`,
    role: 'admin',
    handle: async (request) => {
      const found = await find(request, request.query.get('id') ?? '');
      if (!found) return notFound(request, GONE);
      await recordAction(services, request.account, 'conversation.export', `reçu ${found.receipt}`, {
        detail: { format: ending },
      });
      const text = ending === 'json' ? `${JSON.stringify(found, null, 2)}\n` : renderExport(found);
      return download(`conversation-${found.receipt}.${ending}`, text);
    },
  });
  return [
    exportAs('html'),
    exportAs('json'),
    {
      method: 'GET',
      path: `${PATH}/effacer`,
      role: 'admin',
      handle: async (request) => {
        const found = await find(request, request.query.get('id') ?? '');
        if (!found) return notFound(request, GONE);
        const { conversation, receipt, turns, sheets } = found;
        return renderPage(
          request,
          <Page
            title="Effacer cette conversation ?"
            section={PATH}
            trail={[{ label: 'Données personnelles', href: linkTo(PATH) }]}
            intro={`Code de reçu ${receipt}`}
          >
            <p>
              Seront effacés, pour toujours : les messages et les réponses ({turns.length}{' '}
              {turns.length > 1 ? 'échanges' : 'échange'}), les avis et les annotations, ce que l’assistant en a retenu
              {sheets.length > 0 ? `, ${sheets.length} ${sheets.length > 1 ? 'fiches' : 'fiche'} pour le conseil` : ''}. Ces
              échanges ne compteront plus dans les chiffres. Le journal notera qui a effacé, sans aucun texte.
            </p>
            {conversation.channelId === 'msteams' && (
              <p>Ce que Teams affiche reste dans Teams : la personne doit y supprimer elle-même ses messages.</p>
            )}
            <p>Les sauvegardes du serveur la gardent jusqu’à leur propre expiration.</p>
            <Form action={linkTo(`${PATH}/effacer`)} label="Effacer la conversation">
              <input type="hidden" name="id" value={conversation.id} />
              <Buttons>
                <Button kind="danger" name="confirme" value="oui">
                  Effacer pour toujours
                </Button>
                <LinkButton href={linkTo(PATH, { q: conversation.id })}>Ne rien effacer</LinkButton>
              </Buttons>
            </Form>
          </Page>,
        );
      },
    },
    {
      method: 'POST',
      path: `${PATH}/effacer`,
      role: 'admin',
      handle: async (request) => {
        const { id = '', confirme } = request.form;
        if (confirme !== 'oui') return badRequest(request, 'Cette demande n’a pas été confirmée : rien n’est effacé.');
        const found = await find(request, id);
        if (!found) return notFound(request, GONE);
        await services.privacy.erase({ id: found.conversation.id, channelId: found.conversation.channelId });
        await recordAction(services, request.account, 'conversation.erase', `reçu ${found.receipt}`);
        return redirect(linkTo(PATH), `La conversation ${found.receipt} est effacée. Il n’en reste rien ici.`);
      },
    },
  ];
}
