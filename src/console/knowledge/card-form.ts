/** The form of a contact card: lists as lines, their parts between semicolons. */
import type { NetworkCard } from '../../knowledge/contact-schema.js';
import type { ContactCardFields } from '../../knowledge/edit-contact-card.js';
import type { ConsoleRequest } from '../console-page.js';
import { oneLine } from './words.js';

interface Sourced {
  value: string;
  source: string;
  asOf: string;
}

const simple = ['name', 'legalForm', 'phone', 'email', 'website'] as const;
type Simple = (typeof simple)[number];

export type CardForm = Record<Simple, Sourced> & { addresses: string; persons: string; services: string };

export const pathOfCard = (id: string): string => `contacts/${id}.yaml`;

const SEPARATOR = ' ; ';
const join = (parts: readonly (string | null | undefined)[]) =>
  parts
    .map((part) => part ?? '')
    .join(SEPARATOR)
    .replace(/(?: ; )+$/, '')
    .trimEnd();
const split = (line: string) => line.split(';').map((part) => part.trim());
const linesOf = (text: string | undefined) =>
  (text ?? '')
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter(Boolean);

export function toCardForm(card: NetworkCard): CardForm {
  const one = (field: { value: string; source: string; asOf: string | null } | null): Sourced => ({
    value: field?.value ?? '',
    source: field?.source ?? '',
    asOf: field?.asOf ?? '',
  });
  return {
    name: one(card.name),
    legalForm: one(card.legalForm),
    phone: one(card.phone),
    email: one(card.email),
    website: one(card.website),
    addresses: card.addresses.map(({ value, source, asOf }) => join([value, source, asOf])).join('\n'),
    persons: card.persons
      .map(({ name, role, email, phone, source, asOf }) => join([name, role, email, phone, source, asOf]))
      .join('\n'),
    services: card.services.join('\n'),
  };
}

/** What was filled in, and the card's fields made of it; notes stay with values that did not change. Nothing is judged here. */
export function readCardForm({ form }: ConsoleRequest, card: NetworkCard): { form: CardForm; fields: ContactCardFields } {
  const text = (name: string) => oneLine(form[name]);
  const sourced = (name: Simple): Sourced => ({ value: text(name), source: text(`${name}-source`), asOf: text(`${name}-date`) });
  const given: CardForm = {
    name: sourced('name'),
    legalForm: sourced('legalForm'),
    phone: sourced('phone'),
    email: sourced('email'),
    website: sourced('website'),
    addresses: linesOf(form.addresses).join('\n'),
    persons: linesOf(form.persons).join('\n'),
    services: linesOf(form.services).join('\n'),
  };
  const toField = (name: Simple) => {
    const { value, source, asOf } = given[name];
    const old = card[name];
    const note = old?.value === value ? old.note : undefined;
    return value === '' ? null : { value, source, asOf: asOf || null, ...(note ? { note } : {}) };
  };
  return {
    form: given,
    fields: {
      name: toField('name') ?? { value: '', source: '', asOf: null },
      legalForm: toField('legalForm'),
      phone: toField('phone'),
      email: toField('email'),
      website: toField('website'),
      addresses: linesOf(form.addresses).map((line) => {
        const [value = '', source = '', asOf = ''] = split(line);
        const note = card.addresses.find((old) => old.value === value)?.note;
        return { value, source, asOf: asOf || null, ...(note ? { note } : {}) };
      }),
      persons: linesOf(form.persons).map((line) => {
        const [name = '', role = '', email = '', phone = '', source = '', asOf = ''] = split(line);
        return { name, role, ...(email ? { email } : {}), ...(phone ? { phone } : {}), source, asOf: asOf || null };
      }),
      services: linesOf(form.services),
    },
  };
}
