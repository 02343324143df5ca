/** The weekly digest, joined: what is read, how it is said, which way it goes, when. */
import { createAttention } from '../review/attention.js';
import type { ConsoleServices } from '../services.js';
import { composeCard, composeLetter } from './compose-digest.js';
import { type MailSettings, postCard, sendLetter } from './deliver-digest.js';
import { createDigestClock, type DigestClock } from './digest-clock.js';
import { readWeek } from './read-week.js';

/** Where digests go; nothing is sent where nothing is configured. Who gets them sees the figures of every network. */
export interface DigestSettings {
  mail?: MailSettings;
  /** Address of a Teams workflow. */
  teamsWebhook?: string;
}

export type DigestServices = Pick<
  ConsoleServices,
  'review' | 'records' | 'knowledge' | 'publication' | 'publicUrl' | 'now' | 'logger'
>;

export function createDigest(
  services: DigestServices,
  { mail, teamsWebhook }: DigestSettings,
  after: (milliseconds: number, callback: () => void) => () => void = afterTimeout,
): DigestClock {
  const { review, records, knowledge, publicUrl, now, logger } = services;
  const readAttention = createAttention(review, () => knowledge.active());
  const read = (monday: string) => readWeek(services, readAttention, monday, {});
  const host = () => new URL(publicUrl()).hostname;
  return createDigestClock({
    records,
    ways: {
      ...(mail
        ? {
            mail: async (monday: string) =>
              sendLetter(mail, composeLetter(await read(monday), publicUrl()), `<passerelle.semaine.${monday}@${host()}>`),
          }
        : {}),
      ...(teamsWebhook
        ? { teams: async (monday: string) => postCard(teamsWebhook, composeCard(await read(monday), publicUrl())) }
        : {}),
    },
    now,
    after,
    logger,
  });
}

const afterTimeout = (milliseconds: number, callback: () => void) => {
  const timer = setTimeout(callback, milliseconds).unref();
  return () => clearTimeout(timer);
};
