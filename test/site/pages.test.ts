import { expect } from 'chai';
import { readConfig } from '../../src/config.js';
import type { HttpRequest } from '../../src/http/route.js';
import { createPageRoutes } from '../../src/site/pages.js';

const read = async (path: string, environment: Record<string, string> = {}): Promise<string> => {
  const route = createPageRoutes(readConfig(environment)).find((candidate) => candidate.path === path);
  return String((await route?.handle({} as HttpRequest))?.body);
};

describe('public pages', () => {
  it('the accessibility statement has every part of the RGAA’s model, and claims no audit', async () => {
    const page = await read('/accessibilite', { CONTROLLER_NAME: 'Réseau <Essai>', DPO_CONTACT: 'aide@reseau.example' });
    const titles = [...page.matchAll(/<h[12]>(.+?)<\/h[12]>/g)].map((match) => match[1]);
    expect(titles).to.deep.equal([
      'Déclaration d’accessibilité',
      'État de conformité',
      'Résultats des tests',
      'Contenus non accessibles',
      'Établissement de cette déclaration',
      'Retour d’information et contact',
      'Voies de recours',
    ]);
    expect(page)
      .to.include('<strong>non auditée</strong>')
      .and.to.include('Défenseur des droits')
      .and.to.include('aide@reseau.example');
    expect(page).to.include('Réseau &#60;Essai&#62;').and.not.to.include('<Essai>');
    expect(page).not.to.match(/(?:totalement|partiellement) conforme/);
  });

  it('say when nobody has said who answers for the service', async () => {
    expect(await read('/accessibilite')).to.include('CONTROLLER_NAME');
  });

  it('the privacy page says how to erase a conversation', async () => {
    expect(await read('/confidentialite')).to.include('« Effacer »');
  });
});
