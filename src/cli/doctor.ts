/** `npm run doctor`: says what is wrong with this installation and how to mend it. */
import { access, constants, mkdir } from 'node:fs/promises';
import type { Config } from '../config.js';
import { type BotCloud, publicCloud } from '../teams/bot-cloud.js';
import { type CheckResult, checkCredentials, checkEndpoint, checkSigningKeys } from '../teams/check-registration.js';

export interface DoctorOptions {
  out(line: string): void;
  cloud?: BotCloud;
  /** Replaced in tests, where no address is in HTTPS. */
  endpoint?(publicUrl: string | undefined): Promise<CheckResult>;
}

/** Looks at everything and prints a line each; returns the exit code, 1 when something is wrong. */
export async function runDoctor(config: Config, options: DoctorOptions): Promise<number> {
  const { out, cloud = publicCloud, endpoint = checkEndpoint } = options;
  out(`Passerelle, Node.js ${process.versions.node}`);
  const results: CheckResult[] = [await checkDataDir(config.dataDir), await checkKnowledgeDir(config.knowledgeDir)];
  if (config.bot.appId) {
    results.push(
      ...(await Promise.all([checkSigningKeys(cloud), checkCredentials(config.bot, cloud), endpoint(config.publicUrl)])),
    );
  }
  for (const { ok, finding, cure } of results) out(ok ? `✔ ${finding}` : `✖ ${finding}. Remède : ${cure ?? 'voir le journal'}.`);
  if (!config.bot.appId) out('– Teams n’est pas configuré (MicrosoftAppId absent) : voir deployment/azure/README.md.');
  if (!config.controller.name || !config.controller.dpo)
    out('– CONTROLLER_NAME et DPO_CONTACT manquent : la page /confidentialite le dit aux visiteurs.');
  const wrong = results.filter(({ ok }) => !ok).length;
  out(wrong === 0 ? 'Tout va bien.' : `${wrong} problème${wrong > 1 ? 's' : ''} à corriger.`);
  return wrong === 0 ? 0 : 1;
}

async function checkDataDir(folder: string): Promise<CheckResult> {
  try {
    await mkdir(folder, { recursive: true });
    await access(folder, constants.R_OK | constants.W_OK);
    return { ok: true, finding: `DATA_DIR peut être lu et écrit (${folder})` };
  } catch {
    return {
      ok: false,
      finding: `DATA_DIR ne peut pas être écrit (${folder})`,
      cure: 'donnez ce dossier à l’utilisateur du service, ou changez DATA_DIR',
    };
  }
}

async function checkKnowledgeDir(folder: string): Promise<CheckResult> {
  try {
    await access(`${folder}/manifest.yaml`, constants.R_OK);
    return { ok: true, finding: `Base de connaissances trouvée (${folder}) ; « npm run kb -- check » la relit` };
  } catch {
    return {
      ok: false,
      finding: `Pas de base de connaissances dans ${folder}`,
      cure: 'corrigez KNOWLEDGE_DIR : le dossier doit contenir manifest.yaml',
    };
  }
}
