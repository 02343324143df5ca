import type { Role } from './console-page.js';

/** The roles in French, as staff read them. */
export const roleNames: Readonly<Record<Role, string>> = {
  reader: 'Lecture',
  reviewer: 'Relecture',
  publisher: 'Publication',
  admin: 'Administration',
};

/** What each role may do, in a sentence. */
export const roleDuties: Readonly<Record<Role, string>> = {
  reader: 'lit les conversations et les chiffres',
  reviewer: 'lit, relit les réponses et propose des corrections',
  publisher: 'tout cela, et publie la base de connaissances',
  admin: 'tout cela, et gère l’équipe, le journal et les données personnelles',
};
