/** Who may change and publish what: pure, and asked on the server for every action. */

import { readEntryFields } from '../../knowledge/edit-entry.js';
import type { KnowledgeFiles } from '../../knowledge/hash.js';
import { type Account, roles } from '../console-page.js';
import type { Draft } from './draft.js';

/** Whose a file is: one network's, or everybody's. */
export type Owner = { network: string } | 'shared';

const NATIONAL = new Set(['contacts/national.yaml', 'contacts/regions-sans-reseau.yaml']);

/** `text`: what the file says; undefined when it is not there. */
export function ownerOf(path: string, text: string | undefined): Owner | undefined {
  if (text === undefined) return undefined;
  if (path.startsWith('contacts/') && !NATIONAL.has(path)) return { network: path.slice('contacts/'.length, -'.yaml'.length) };
  if (path.startsWith('entries/')) {
    const { network } = readEntryFields(text);
    return network === '' ? 'shared' : { network };
  }
  return 'shared';
}

const has = ({ role }: Account, least: Account['role']) => roles.indexOf(role) >= roles.indexOf(least);
const speaksFor = ({ networks }: Account, network: string) => networks === 'all' || networks.includes(network);

/**
 * Whether a change may go into a draft: reviewers propose changes of shared content; what belongs to a network is for its own
 * staff. Both what was there and what comes count, so that nobody takes an entry over.
 */
export function mayPropose(account: Account, path: string, before: string | undefined, after: string | undefined): boolean {
  if (!has(account, 'reviewer')) return false;
  return [ownerOf(path, before), ownerOf(path, after)].every(
    (owner) => owner === undefined || typeof owner === 'string' || speaksFor(account, owner.network),
  );
}

/**
 * Why an account may not publish a draft, in French; undefined when it may. Shared content is published by publishers of all
 * networks; a publisher of some networks publishes what is theirs alone, with the lines it adds to lists (sources, exam).
 */
export function refusesPublication(account: Account, draft: Draft, files: KnowledgeFiles): string | undefined {
  if (!has(account, 'publisher'))
    return 'Il faut le rôle « publication ». Demandez à une personne qui l’a de publier ce brouillon.';
  if (account.networks === 'all') return undefined;
  const foreign = draft.changes.filter(({ path, text }) => {
    const before = files.get(path);
    if (isList(path) && addsOnly(before, text ?? undefined)) return false;
    return [ownerOf(path, before), ownerOf(path, text ?? undefined)].some(
      (owner) => owner !== undefined && (typeof owner === 'string' || !speaksFor(account, owner.network)),
    );
  });
  if (foreign.length === 0) return undefined;
  return `Ce brouillon change des contenus communs ou d’un autre réseau (${foreign
    .slice(0, 3)
    .map(({ path }) => path)
    .join(', ')}${foreign.length > 3 ? '…' : ''}) : une personne qui publie pour tous les réseaux doit le faire.`;
}

/** Going back to another release changes everything for everybody. */
export const mayActivate = (account: Account): boolean => has(account, 'publisher') && account.networks === 'all';

const isList = (path: string) => /^(?:sources|evaluation)\//.test(path);
const addsOnly = (before: string | undefined, after: string | undefined) =>
  after?.startsWith((before ?? '').replace(/\n*$/, '')) ?? false;
