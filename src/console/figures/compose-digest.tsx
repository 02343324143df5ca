/** The week as it is sent: a letter in text and HTML, and a card for Teams. */
import { renderToString } from 'preact-render-to-string';
import { count } from '../review/vocabulary.js';
import { sayDay } from './period.js';
import type { Week } from './read-week.js';
import { sayOutcomes, saySatisfaction } from './sentences.js';

export interface Letter {
  subject: string;
  text: string;
  html: string;
}

interface Line {
  text: string;
  /** Absolute. */
  href?: string;
}

interface DigestPart {
  title: string;
  lines: Line[];
}

/**
 * What a visitor wrote, for a program that makes links of what looks like one: an address in a question must not become a link
 * in a letter that staff trust.
 */
export const withoutLinks = (text: string): string =>
  text
    .replace(/(?:[a-z][a-z0-9+.-]*:\/\/|www\.|mailto:)\S*/giu, '[lien]')
    .replace(/[^\s«»()]*[\p{L}\p{N}]\.\p{L}{2,}(?:[/:?#][^\s«»]*)?/gu, '[lien]')
    .replace(/\s+/gu, ' ');

function listParts(week: Week, publicUrl: string): DigestPart[] {
  const { asked, groups, otherGroups, releases, next, worst } = week;
  const to = (href: string) => `${publicUrl}${href}`;
  return [
    {
      title: 'Ce qui a été le plus demandé',
      lines: asked.map(({ title, uses, href }) => ({ text: `${title} : ${count(uses, 'réponse')}`, href: to(href) })),
    },
    {
      title: 'Ce qui n’a pas reçu de bonne réponse',
      lines: [
        ...groups.map(({ question, times, href }) => ({ text: `« ${withoutLinks(question)} » (${times} fois)`, href: to(href) })),
        ...(otherGroups > 0
          ? [
              {
                text: `Et ${count(otherGroups, 'autre groupe de questions', 'autres groupes de questions')}`,
                href: to('/console'),
              },
            ]
          : []),
      ],
    },
    {
      title: 'Satisfaction',
      lines: [
        { text: saySatisfaction(week) },
        ...(worst ? [{ text: `La fiche la plus mal jugée : ${worst.title}`, href: to(worst.href) }] : []),
      ],
    },
    {
      title: 'Ce qui a été publié',
      lines: releases.map(({ version, why, href }) => ({ text: `Version ${version}${why ? ` : ${why}` : ''}`, href: to(href) })),
    },
    { title: 'À faire ensuite', lines: next.map(({ text, href }) => ({ text: withoutLinks(text), href: to(href) })) },
  ].filter(({ lines }) => lines.length > 0);
}

const titleOf = ({ period }: Week) => `Passerelle, semaine du ${sayDay(period.first)}`;
const pageOf = ({ period }: Week, publicUrl: string) => `${publicUrl}/console/chiffres/semaine?du=${period.first}`;

export function composeLetter(week: Week, publicUrl: string): Letter {
  const parts = listParts(week, publicUrl);
  const page = pageOf(week, publicUrl);
  const intro = sayOutcomes(week);
  const text = [
    titleOf(week),
    intro.join('\n'),
    ...parts.map(({ title, lines }) =>
      [title.toUpperCase(), ...lines.map((line) => `- ${line.text}${line.href ? `\n  ${line.href}` : ''}`)].join('\n'),
    ),
    `Le détail, dans la console : ${page}`,
  ].join('\n\n');
  const html = renderToString(
    <html lang="fr">
      <head>
        <meta charset="utf-8" />
        <title>{titleOf(week)}</title>
      </head>
      <body>
        <h1>{titleOf(week)}</h1>
        {intro.map((sentence) => (
          <p key={sentence}>{sentence}</p>
        ))}
        {parts.map(({ title, lines }) => (
          <section key={title}>
            <h2>{title}</h2>
            <ul>
              {lines.map((line) => (
                <li key={line.text}>{line.href ? <a href={line.href}>{line.text}</a> : line.text}</li>
              ))}
            </ul>
          </section>
        ))}
        <p>
          <a href={page}>Le détail, dans la console</a>
        </p>
      </body>
    </html>,
  );
  return { subject: titleOf(week), text: `${text}\n`, html: `<!doctype html>${html}` };
}

/** Characters of a card's text: Teams refuses cards above 28 KB. */
const LONGEST = 300;

/**
 * The message that a Workflows URL takes: one Adaptive Card (1.5). Words that a visitor may have written go into text runs, which
 * know no Markdown, so that nothing in a question becomes a link.
 * https://learn.microsoft.com/microsoftteams/platform/webhooks-and-connectors/how-to/connectors-using
 */
export function composeCard(week: Week, publicUrl: string): object {
  const run = (text: string) => ({ type: 'TextRun', text: text.slice(0, LONGEST) });
  const words = (...runs: object[]) => ({ type: 'RichTextBlock', inlines: runs });
  const heading = (text: string, size: 'Large' | 'Medium') => ({
    type: 'TextBlock',
    text,
    size,
    weight: 'Bolder',
    wrap: true,
    style: 'heading',
  });
  const link = (href: string) => ({ type: 'Action.OpenUrl', url: href });
  return {
    type: 'message',
    attachments: [
      {
        contentType: 'application/vnd.microsoft.card.adaptive',
        contentUrl: null,
        content: {
          $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
          type: 'AdaptiveCard',
          version: '1.5',
          fallbackText: titleOf(week),
          lang: 'fr',
          body: [
            heading(titleOf(week), 'Large'),
            ...sayOutcomes(week).map((sentence) => words(run(sentence))),
            ...listParts(week, publicUrl).flatMap(({ title, lines }) => [
              { ...heading(title, 'Medium'), separator: true },
              ...lines.map((line) =>
                words({ ...run(`• ${line.text}`), ...(line.href ? { selectAction: link(line.href) } : {}) }),
              ),
            ]),
          ],
          actions: [{ ...link(pageOf(week, publicUrl)), title: 'Voir le détail' }],
          msteams: { width: 'Full' },
        },
      },
    ],
  };
}
