/** The draft that a page's address names. */
import type { ConsoleReply, ConsoleRequest } from '../console-page.js';
import { notFound } from '../respond.js';
import type { Desk, Sheet } from './desk.js';
import type { DraftRecord } from './draft-store.js';
import { baseLinks, baseTrail } from './links.js';

/** The way to a page of a draft; without one, to the draft itself. */
export const draftTrail = (record?: DraftRecord) =>
  baseTrail(
    { label: 'Brouillons', href: baseLinks.drafts() },
    ...(record ? [{ label: record.draft.name, href: baseLinks.draft(record.id) }] : []),
  );

export async function findSheet(desk: Desk, { params }: ConsoleRequest): Promise<Sheet | undefined> {
  const record = await desk.drafts.find(params.id ?? '');
  return record && desk.openRecord(record);
}

type HandleSheet = (request: ConsoleRequest, sheet: Sheet) => Promise<ConsoleReply> | ConsoleReply;
type Handle = (request: ConsoleRequest) => Promise<ConsoleReply>;

/** Handles what is asked of a draft, whatever became of it. */
export const onDraft =
  (desk: Desk, handle: HandleSheet): Handle =>
  async (request) => {
    const sheet = await findSheet(desk, request);
    return sheet ? handle(request, sheet) : notFound(request, 'Ce brouillon n’existe pas.');
  };

/** Handles what is asked of a draft as long as it is open. */
export const onOpenDraft =
  (desk: Desk, handle: HandleSheet): Handle =>
  async (request) => {
    const sheet = await findSheet(desk, request);
    return sheet?.record.draft.state === 'open'
      ? handle(request, sheet)
      : notFound(request, 'Ce brouillon n’existe pas, ou n’est plus ouvert.');
  };
