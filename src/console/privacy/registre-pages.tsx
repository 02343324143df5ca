import type { Registre } from '../../privacy/registre.js';
import { writeRegistre } from '../../privacy/registre-markdown.js';
import { Facts, Flash, LinkButton, linkTo, Section, Table, Time } from '../components.js';
import type { ConsolePage } from '../console-page.js';
import { recordAction } from '../journal.js';
import { Page } from '../layout.js';
import { download, renderPage } from '../respond.js';
import type { ConsoleServices } from '../services.js';
import { PATH } from './paths.js';
import { renderRegistreDocument } from './registre-document.js';
import { ItemList, periodColumns, periodRows } from './registre-parts.js';

/** The record of processing, to read and to take along. */
export function createRegistrePages(services: ConsoleServices): ConsolePage[] {
  const file = (ending: 'md' | 'html', write: (registre: Registre) => string): ConsolePage => ({
    method: 'GET',
    path: `${PATH}/registre.${ending}`,
    role: 'admin',
    handle: async ({ account }) => {
      await recordAction(services, account, 'registre.download', undefined, { detail: { format: ending } });
      return download(`registre-rgpd-passerelle.${ending}`, write(services.privacy.registre()));
    },
  });
  return [
    {
      method: 'GET',
      path: `${PATH}/registre`,
      role: 'admin',
      handle: (request) => {
        const registre = services.privacy.registre();
        return renderPage(
          request,
          <Page
            title="Registre RGPD"
            section={PATH}
            trail={[{ label: 'Données personnelles', href: linkTo(PATH) }]}
            intro="Fiche du registre des activités de traitement (article 30), établie d’après ce que fait le logiciel et ses réglages. À relire avec votre délégué à la protection des données, puis à joindre à votre registre."
            actions={
              <>
                <LinkButton href={linkTo(`${PATH}/registre.html`)} download>
                  Télécharger (HTML)
                </LinkButton>
                <LinkButton href={linkTo(`${PATH}/registre.md`)} download>
                  Télécharger (Markdown)
                </LinkButton>
              </>
            }
          >
            <RegistreBody registre={registre} />
          </Page>,
        );
      },
    },
    file('md', writeRegistre),
    file('html', renderRegistreDocument),
  ];
}

function RegistreBody({ registre: { composedAt, controller, missing, toCheck, processings, security } }: { registre: Registre }) {
  return (
    <>
      <Facts
        items={[['Établi le', <Time key="t" iso={composedAt} />], ...controller.map(({ name, value }) => [name, value] as const)]}
      />
      {missing.length > 0 && (
        <Flash tone="warn">À renseigner : {missing.map(({ what, variable }) => `${what} (${variable})`).join(' ; ')}.</Flash>
      )}
      <Section title="À vérifier" id="a-verifier">
        <ItemList items={toCheck} />
      </Section>
      {processings.map(({ name, parts, periods }, index) => (
        <Section key={name} title={`Traitement ${index + 1} : ${name}`} id={`traitement-${index + 1}`}>
          {parts.map(({ heading, items }) => (
            <div key={heading}>
              <h3>{heading}</h3>
              <ItemList items={items} />
            </div>
          ))}
          <Table folds caption={`Durées de conservation : ${name}`} columns={periodColumns}>
            {periodRows(periods)}
          </Table>
        </Section>
      ))}
      <Section title="Mesures de sécurité" id="securite">
        <ItemList items={security} />
      </Section>
    </>
  );
}
