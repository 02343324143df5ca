import { parseDocument } from 'yaml';
import type { NetworkCard } from './contact-schema.js';

/** What a network's staff can say of their network; the regions that it serves are everybody's business and stay as they are. */
export type ContactCardFields = Pick<
  NetworkCard,
  'name' | 'legalForm' | 'addresses' | 'phone' | 'email' | 'website' | 'persons' | 'services'
>;

/** The card's file with other fields; comments and the fields that did not change stay as they are. */
export function editContactCard(text: string, fields: ContactCardFields): string {
  const document = parseDocument(text);
  const before: unknown = document.toJS();
  const old = typeof before === 'object' && before !== null ? new Map(Object.entries(before)) : new Map<string, unknown>();
  for (const [name, value] of Object.entries(fields)) {
    const plain = JSON.parse(JSON.stringify(value)) as unknown;
    if (JSON.stringify(sort(old.get(name))) !== JSON.stringify(sort(plain))) document.set(name, document.createNode(plain));
  }
  return document.toString({ lineWidth: 0, flowCollectionPadding: false });
}

function sort(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sort);
  if (value === null || typeof value !== 'object') return value ?? null;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, item]) => [key, sort(item)]),
  );
}
