/** Addresses of the base's pages, for every page of the console that leads to one. */
import { linkTo } from '../page-context.js';

export const baseLinks = {
  entries: (query: { q?: string; theme?: string; etat?: string } = {}) => linkTo('/base', query),
  entry: (id: string, draft?: string) => linkTo(`/base/fiches/${id}`, { brouillon: draft }),
  history: (id: string) => linkTo(`/base/fiches/${id}/historique`),
  editEntry: (id: string, draft?: string) => linkTo(`/base/fiches/${id}/modifier`, { brouillon: draft }),
  /** A new entry, from the turns that are given. */
  newEntry: (turns: readonly string[] = []) =>
    [linkTo('/base/fiches/nouvelle'), new URLSearchParams(turns.map((id) => ['tour', id])).toString()].filter(Boolean).join('?'),
  /** « Ajouter à une fiche », from one or several turns. */
  addUtterances: (turns: readonly string[]) =>
    `${linkTo('/base/ajouter')}?${new URLSearchParams(turns.map((id) => ['tour', id]))}`,
  /** « Ligne d’examen », from a reviewed turn. */
  addExamLine: (turn: string) => linkTo('/base/examen', { tour: turn }),
  drafts: () => linkTo('/base/brouillons'),
  draft: (id: string) => linkTo(`/base/brouillons/${id}`),
  trial: (id: string) => linkTo(`/base/brouillons/${id}/essai`),
  publish: (id: string) => linkTo(`/base/brouillons/${id}/publier`),
  rebase: (id: string) => linkTo(`/base/brouillons/${id}/reprendre`),
  releases: () => linkTo('/base/versions'),
  release: (version: string, other?: string) => linkTo(`/base/versions/${version}`, { avec: other }),
  networks: () => linkTo('/base/reseaux'),
  network: (id: string, draft?: string) => linkTo(`/base/reseaux/${id}`, { brouillon: draft }),
};

/** The way to a page of the base, as pages show it above their title. */
export const baseTrail = (...steps: readonly { label: string; href: string }[]) => [
  { label: 'Base de connaissances', href: baseLinks.entries() },
  ...steps,
];
