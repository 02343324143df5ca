import type { PrivacySettings } from '../privacy/privacy-settings.js';
import { type Html, html } from './html.js';
import { orMissing } from './page.js';

/** What a publisher has to say of itself: loi n° 2004-575 (LCEN), article 1-1, where the loi n° 2024-449 (SREN) has moved it. */
export const renderLegalNotice = ({ controller, publisher }: PrivacySettings): Html => html`
<h1>Mentions légales</h1>
<h2>Éditeur</h2>
<p>${orMissing(controller.name, 'CONTROLLER_NAME')}<br>
Siège : ${orMissing(controller.address, 'CONTROLLER_ADDRESS')}<br>
Téléphone : ${orMissing(publisher.phone, 'PUBLISHER_PHONE')}</p>
<p>Direction de la publication : ${orMissing(publisher.director, 'PUBLISHER_DIRECTOR')}.</p>
<h2>Hébergeur</h2>
<p>${orMissing(publisher.host, 'HOSTING_PROVIDER')}</p>
<h2>Contenus</h2>
<p>Les réponses citent leurs sources et leur date. Elles informent et ne remplacent pas un conseil juridique.</p>
<p>Logiciel libre Passerelle, licence MIT. <a href="/confidentialite">Données personnelles</a> · <a href="/accessibilite">Accessibilité : non auditée</a></p>`;
