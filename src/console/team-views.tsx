/** Pieces of the pages « Équipe ». */
import { type KnownAccount, LOCAL_ACCOUNT } from './accounts.js';
import { Choices, Empty, linkTo, Table, Tag, Time } from './components.js';
import { roles } from './console-page.js';
import { roleDuties, roleNames } from './role-names.js';

export interface Network {
  id: string;
  name: string;
}

/** What was wrong with the form that was sent, field by field, with what was filled in. */
export interface GrantDraft {
  email?: string;
  role?: string;
  scope?: string;
  networks: readonly string[];
  errors: { email?: string; role?: string; networks?: string };
}

/** What an account is given. */
export const Rights = ({ draft, networks }: { draft: GrantDraft; networks: readonly Network[] }) => (
  <>
    <Choices
      legend="Rôle"
      name="role"
      values={[draft.role ?? 'reader']}
      error={draft.errors.role}
      options={roles.map((role) => ({ value: role, label: roleNames[role], hint: roleDuties[role] }))}
    />
    <Choices
      legend="Réseaux"
      name="scope"
      values={[draft.scope ?? 'all']}
      error={draft.errors.networks}
      options={[
        { value: 'all', label: 'Tous les réseaux', hint: 'nécessaire pour publier ce que les réseaux partagent' },
        { value: 'some', label: 'Seulement ceux-ci', hint: 'et les conversations qui ne sont attribuées à aucun' },
      ]}
    />
    <Choices
      legend="Si « Seulement ceux-ci »"
      name="networks"
      several
      values={draft.networks}
      options={networks.map(({ id, name }) => ({ value: id, label: name }))}
    />
  </>
);

/** Who has an account or an invitation. */
export function Members({
  accounts,
  networks,
  admins,
}: {
  accounts: readonly KnownAccount[];
  networks: readonly Network[];
  admins: readonly string[];
}) {
  const people = accounts.filter(({ id }) => id !== LOCAL_ACCOUNT);
  if (people.length === 0) return <Empty title="Personne n’a encore de compte." />;
  const nameOfNetwork = (id: string) => networks.find((network) => network.id === id)?.name ?? id;
  return (
    <Table
      folds
      caption="Comptes"
      hideCaption
      columns={['Personne', 'Rôle', 'Réseaux', 'Dernière connexion', { label: 'Modifier', hidden: true }]}
    >
      {people.map((account) => (
        <tr key={account.id}>
          <th scope="row" class="break">
            {account.name}
            {account.email && account.email !== account.name && <span class="hint">{account.email}</span>}
            {account.email && admins.includes(account.email) && <span class="hint">nommé·e par STAFF_ADMINS</span>}
          </th>
          <td>{roleNames[account.role]}</td>
          <td>{account.networks === 'all' ? 'Tous' : account.networks.map(nameOfNetwork).join(', ')}</td>
          <td>
            {account.lastSignInAt ? (
              <Time iso={account.lastSignInAt} />
            ) : (
              <Tag tone="info">{account.identity ? 'Jamais' : 'Invitation'}</Tag>
            )}
          </td>
          <td>
            <a href={linkTo(`/equipe/${account.id}`)} aria-label={`Modifier ${account.name}`}>
              Modifier
            </a>
          </td>
        </tr>
      ))}
    </Table>
  );
}
