import type { ConsolePage, NavigationItem, Role } from './console-page.js';
import { roles } from './console-page.js';

/** The menu, in order. An item is shown when a page is registered under its path and the account may open it. */
const items: readonly NavigationItem[] = [
  { path: '/', label: 'Accueil' },
  { path: '/conversations', label: 'Conversations' },
  { path: '/qualite', label: 'Qualité' },
  { path: '/base', label: 'Base de connaissances' },
  { path: '/chiffres', label: 'Chiffres' },
  { path: '/donnees-personnelles', label: 'Données personnelles' },
  { path: '/equipe', label: 'Équipe' },
  { path: '/journal', label: 'Journal' },
];

/** The menu of each role. */
export function createNavigation(pages: readonly ConsolePage[]): Readonly<Record<Role, readonly NavigationItem[]>> {
  const menuOf = (role: Role) =>
    items.filter(({ path }) =>
      pages.some((page) => page.method === 'GET' && page.path === path && roles.indexOf(page.role) <= roles.indexOf(role)),
    );
  return { reader: menuOf('reader'), reviewer: menuOf('reviewer'), publisher: menuOf('publisher'), admin: menuOf('admin') };
}
