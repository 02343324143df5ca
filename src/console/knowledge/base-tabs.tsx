/** The base's own menu. */
import { Tabs } from '../components.js';
import { baseLinks } from './links.js';

export const BaseTabs = ({ current }: { current: 'fiches' | 'brouillons' | 'versions' | 'reseaux' }) => (
  <Tabs
    label="Base de connaissances"
    current={current}
    items={[
      { id: 'fiches', label: 'Fiches', href: baseLinks.entries() },
      { id: 'brouillons', label: 'Brouillons', href: baseLinks.drafts() },
      { id: 'versions', label: 'Versions', href: baseLinks.releases() },
      { id: 'reseaux', label: 'Cartes des réseaux', href: baseLinks.networks() },
    ]}
  />
);
