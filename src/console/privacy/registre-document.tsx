import { renderToString } from 'preact-render-to-string';
import type { Registre } from '../../privacy/registre.js';
import { Time } from '../components.js';
import { ItemList, periodColumns, periodRows } from './registre-parts.js';

const STYLE =
  'body{font:1rem/1.5 system-ui,sans-serif;max-width:50rem;margin:2rem auto;padding:0 1rem}table{border-collapse:collapse;width:100%}th,td{border:1px solid #999;padding:.3rem .5rem;text-align:left;vertical-align:top;font-weight:400}caption,thead th{font-weight:600;text-align:left}h2{break-after:avoid}';

/** The record of processing as a document that stands alone, for the file of the organisation. */
export const renderRegistreDocument = (registre: Registre): string =>
  `<!doctype html>${renderToString(<Document registre={registre} />)}\n`;

function Document({
  registre: { title, composedAt, controller, missing, toCheck, processings, security },
}: {
  registre: Registre;
}) {
  return (
    <html lang="fr">
      <head>
        <meta charset="utf-8" />
        <title>{title}</title>
        <style>{STYLE}</style>
      </head>
      <body>
        <h1>{title}</h1>
        <p>
          RGPD, article 30. Établi par le logiciel le <Time iso={composedAt} dateOnly />, d’après les réglages de cette
          installation.
        </p>
        <ItemList items={controller.map(({ name, value }) => `${name} : ${value}`)} />
        {missing.length > 0 && (
          <>
            <h2>À renseigner</h2>
            <ItemList items={missing.map(({ variable, what }) => `${what} (${variable})`)} />
          </>
        )}
        <h2>À vérifier</h2>
        <ItemList items={toCheck} />
        {processings.map(({ name, parts, periods }, index) => (
          <section key={name}>
            <h2>{`Traitement ${index + 1} : ${name}`}</h2>
            {parts.map(({ heading, items }) => (
              <div key={heading}>
                <h3>{heading}</h3>
                <ItemList items={items} />
              </div>
            ))}
            <table>
              <caption>Durées de conservation</caption>
              <thead>
                <tr>
                  {periodColumns.map((name) => (
                    <th key={name} scope="col">
                      {name}
                    </th>
                  ))}
                </tr>
              </thead>
              <tbody>{periodRows(periods)}</tbody>
            </table>
          </section>
        ))}
        <h2>Mesures de sécurité</h2>
        <ItemList items={security} />
      </body>
    </html>
  );
}
