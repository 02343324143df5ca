/** What the list of releases and the page of one say alike. */
import type { ReleaseRecord } from '../../knowledge/release-store.js';
import { Details } from '../components.js';
import { percent } from './words.js';

export const sayExam = ({ exam }: ReleaseRecord) =>
  exam ? `${exam.passed} / ${exam.lines} (${percent(exam.passed / Math.max(1, exam.lines))})` : '–';

/** What becomes of the content folder, for who keeps one. */
export const FolderNote = ({ version }: { version: string }) => (
  <Details summary="Et le dossier knowledge/ de l’installation ?">
    <p>
      Ce qui est publié ici est gardé dans les données du service, pas dans le dossier <code>knowledge/</code> (KNOWLEDGE_DIR),
      qui ne change pas. Au prochain démarrage, la version active reste : le dossier, plus ancien, n’est pas republié.
    </p>
    <p>
      Une mise à jour qui apporte un dossier plus récent n’est publiée au démarrage que s’il part de la version active ; sinon la
      version active reste et la différence est affichée. Pour ramener cette version dans le dossier, sur le serveur :{' '}
      <code>npm run kb -- import {version}</code>
    </p>
  </Details>
);
