/** « Équipe »: who may enter, as what, for which networks. For the role administration alone. */
import { z } from 'zod';
import { nameOf } from '../../dialogs/contact.js';
import { assertNever } from '../errors.js';
import { type KnownAccount, LOCAL_ACCOUNT } from './accounts.js';
import { ActionButton, Button, Buttons, Field, Form, linkTo, Section } from './components.js';
import type { ConsolePage, ConsoleReply, ConsoleRequest } from './console-page.js';
import type { ConsoleDesk } from './desk.js';
import { recordAction } from './journal.js';
import { Page } from './layout.js';
import { notFound, redirect, renderPage } from './respond.js';
import { roleNames } from './role-names.js';
import { readGrant, Team, type TeamRefusal } from './team.js';
import { type GrantDraft, Members, type Network, Rights } from './team-views.js';

const trail = [{ label: 'Équipe', href: linkTo('/equipe') }];

export function createTeamPages(desk: ConsoleDesk): ConsolePage[] {
  const { services, accounts, admins } = desk;
  const team = new Team({ accounts, admins, now: services.now });
  const listNetworks = (): Network[] =>
    services.knowledge
      .active()
      .base.contacts.networks.map((card) => ({ id: card.id, name: nameOf(card) }))
      .sort((a, b) => a.name.localeCompare(b.name, 'fr'));
  const readDraft = ({ form, formAll }: ConsoleRequest): GrantDraft => ({
    email: form.email?.trim(),
    role: form.role,
    scope: form.scope,
    networks: formAll('networks'),
    errors: {},
  });
  const readRights = (draft: GrantDraft) =>
    readGrant(
      draft,
      listNetworks().map(({ id }) => id),
    );

  const showTeam = async (request: ConsoleRequest, draft?: GrantDraft) =>
    renderPage(
      request,
      <Page title="Équipe" intro="Qui peut ouvrir cette console, pour y faire quoi, et pour quels réseaux.">
        {desk.access.kind !== 'provider' && (
          <p class="flash info">
            Aucune connexion n’est configurée : les invitations préparées ici vaudront quand STAFF_OIDC_ISSUER sera renseigné.
          </p>
        )}
        <Members accounts={await accounts.list()} networks={listNetworks()} admins={admins} />
        <Section title="Inviter une personne" id="inviter">
          <p>
            Elle entrera en se connectant avec cette adresse sur {services.publicUrl()}/console. Rien ne lui est envoyé :
            prévenez-la.
          </p>
          <Form action={linkTo('/equipe/inviter')}>
            <Field
              label="Courriel"
              name="email"
              type="email"
              required
              value={draft?.email}
              error={draft?.errors.email}
              maxLength={254}
            />
            <Rights draft={draft ?? { networks: [], errors: {} }} networks={listNetworks()} />
            <Buttons>
              <Button>Inviter</Button>
            </Buttons>
          </Form>
        </Section>
      </Page>,
      draft ? 422 : 200,
    );

  const showMember = (request: ConsoleRequest, account: KnownAccount, draft: GrantDraft) =>
    renderPage(
      request,
      <Page
        title={account.name}
        section="/equipe"
        trail={trail}
        intro={account.email === account.name ? undefined : account.email}
      >
        <Form action={linkTo(`/equipe/${account.id}`)}>
          <Rights draft={draft} networks={listNetworks()} />
          <p class="hint">Ses sessions ouvertes se terminent aussitôt : il lui faudra se reconnecter.</p>
          <Buttons>
            <Button>Enregistrer</Button>
          </Buttons>
        </Form>
        <Section title="Retirer l’accès" id="retirer">
          <p>L’accès cesse aussitôt. Ce que cette personne a fait reste au journal, sous son nom.</p>
          <ActionButton action={linkTo(`/equipe/${account.id}/retirer`)} kind="danger">
            Retirer {account.name}
          </ActionButton>
        </Section>
      </Page>,
      Object.keys(draft.errors).length > 0 ? 422 : 200,
    );

  const findMember = async ({ params }: ConsoleRequest) => {
    const account = await accounts.find(params.id ?? '');
    return account && !account.removedAt && account.id !== LOCAL_ACCOUNT ? account : undefined;
  };

  const invite = async (request: ConsoleRequest): Promise<ConsoleReply> => {
    const draft = readDraft(request);
    const email = z.email().max(254).safeParse(draft.email);
    if (!email.success) draft.errors.email = 'Une adresse de courriel complète est attendue, comme prenom.nom@reseau.example.';
    const grant = readRights(draft);
    if ('problem' in grant) draft.errors[grant.problem] = problems[grant.problem];
    if (!email.success || 'problem' in grant) return showTeam(request, draft);
    const outcome = await team.invite(email.data, grant, request.account);
    if ('refused' in outcome) {
      draft.errors.email = sayRefusal(outcome.refused);
      return showTeam(request, draft);
    }
    await recordAction(services, request.account, 'account.invite', outcome.done.email, describeGrant(outcome.done));
    return redirect(linkTo('/equipe'), `${outcome.done.email} peut maintenant se connecter (${roleNames[grant.role]}).`);
  };

  const change = async (request: ConsoleRequest): Promise<ConsoleReply> => {
    const account = await findMember(request);
    if (!account) return notFound(request);
    const draft = readDraft(request);
    const grant = readRights(draft);
    if ('problem' in grant) {
      draft.errors[grant.problem] = problems[grant.problem];
      return showMember(request, account, draft);
    }
    const outcome = await team.change(account.id, grant);
    if ('refused' in outcome) {
      draft.errors.role = sayRefusal(outcome.refused);
      return showMember(request, account, draft);
    }
    await recordAction(services, request.account, 'account.change', account.email ?? account.id, describeGrant(outcome.done));
    return redirect(linkTo('/equipe'), `Les droits de ${account.name} sont modifiés.`);
  };

  const remove = async (request: ConsoleRequest): Promise<ConsoleReply> => {
    const account = await findMember(request);
    if (!account) return notFound(request);
    const outcome = await team.remove(account.id);
    if ('refused' in outcome) {
      return showMember(request, account, { ...draftOf(account), errors: { role: sayRefusal(outcome.refused) } });
    }
    await recordAction(services, request.account, 'account.remove', account.email ?? account.id);
    return redirect(linkTo('/equipe'), `${account.name} n’a plus accès à la console.`);
  };

  const show = async (request: ConsoleRequest): Promise<ConsoleReply> => {
    const account = await findMember(request);
    return account ? showMember(request, account, draftOf(account)) : notFound(request);
  };

  return [
    { method: 'GET', path: '/equipe', role: 'admin', handle: (request) => showTeam(request) },
    { method: 'POST', path: '/equipe/inviter', role: 'admin', handle: invite },
    { method: 'GET', path: '/equipe/:id', role: 'admin', handle: show },
    { method: 'POST', path: '/equipe/:id', role: 'admin', handle: change },
    { method: 'POST', path: '/equipe/:id/retirer', role: 'admin', handle: remove },
  ];
}

const problems = {
  role: 'Choisissez un rôle.',
  networks: 'Choisissez tous les réseaux, ou au moins un.',
};

function sayRefusal(refusal: TeamRefusal): string {
  switch (refusal) {
    case 'known':
      return 'Cette adresse a déjà un compte ou une invitation : modifiez-le dans la liste.';
    case 'missing':
      return 'Ce compte n’existe plus.';
    case 'last-admin':
      return 'C’est la dernière personne du rôle Administration : nommez-en d’abord une autre.';
    case 'by-configuration':
      return 'Cette personne est nommée par la configuration du service (STAFF_ADMINS) : l’exploitant doit d’abord l’en retirer.';
    default:
      return assertNever(refusal);
  }
}

const describeGrant = ({ role, networks }: KnownAccount) => ({
  detail: { rôle: roleNames[role], réseaux: networks === 'all' ? 'tous' : networks.join(' ') },
});

const draftOf = ({ role, networks }: KnownAccount): GrantDraft => ({
  role,
  scope: networks === 'all' ? 'all' : 'some',
  networks: networks === 'all' ? [] : networks,
  errors: {},
});
