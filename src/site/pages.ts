/** The public pages beside the chat: what is kept and why, who publishes, accessibility. Plain HTML, no script. */
import type { Config } from '../config.js';
import type { Route } from '../http/route.js';
import { readPrivacySettings } from '../privacy/privacy-settings.js';
import { renderStatement } from './accessibility.js';
import { renderLegalNotice } from './legal-notice.js';
import { createPage, orMissing } from './page.js';
import { renderPrivacyNotice } from './privacy-notice.js';

export function createPageRoutes(config: Config): Route[] {
  const settings = readPrivacySettings(config);
  const { name, address, dpo } = config.controller;
  return [
    createPage('/confidentialite', 'Confidentialité', renderPrivacyNotice(settings)),
    createPage('/mentions-legales', 'Mentions légales', renderLegalNotice(settings)),
    createPage(
      '/accessibilite',
      'Accessibilité',
      renderStatement({
        name: orMissing(name, 'CONTROLLER_NAME'),
        contact: orMissing(dpo, 'DPO_CONTACT'),
        address: orMissing(address, 'CONTROLLER_ADDRESS'),
      }),
    ),
  ];
}
