import type { Registre } from './registre.js';

const dayFormat = new Intl.DateTimeFormat('fr-FR', { dateStyle: 'long', timeZone: 'Europe/Paris' });

/** Line breaks and marks of Markdown lose their meaning: settings are free text. */
const plain = (text: string): string => text.replace(/\s+/g, ' ').replace(/[\\`*_[\]<>|#]/g, (mark) => `\\${mark}`);

const list = (items: readonly string[]): string => items.map((item) => `- ${plain(item)}`).join('\n');

/** The record of processing as a Markdown document. */
export function writeRegistre({ title, composedAt, controller, missing, toCheck, processings, security }: Registre): string {
  const blocks = [
    `# ${plain(title)}`,
    `RGPD, article 30. Établi par le logiciel le ${dayFormat.format(new Date(composedAt))}, d’après les réglages de cette installation.`,
    list(controller.map(({ name, value }) => `${name} : ${value}`)),
    ...(missing.length > 0 ? ['## À renseigner', list(missing.map(({ variable, what }) => `${what} (${variable})`))] : []),
    '## À vérifier',
    list(toCheck),
    ...processings.flatMap(({ name, parts, periods }, index) => [
      `## Traitement ${index + 1} : ${plain(name)}`,
      ...parts.flatMap(({ heading, items }) => [`### ${plain(heading)}`, list(items)]),
      '### Durées de conservation',
      [
        '| Donnée | Durée | Raison |',
        '|---|---|---|',
        ...periods.map(({ what, howLong, why }) => `| ${plain(what)} | ${plain(howLong)} | ${plain(why)} |`),
      ].join('\n'),
    ]),
    '## Mesures de sécurité',
    list(security),
  ];
  return `${blocks.join('\n\n')}\n`;
}
