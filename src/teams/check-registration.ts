/** What `npm run doctor` looks at of the bot's registration: signing keys, the bot's own token, the address that Teams calls. */
import { ConfigurationServiceClientCredentialFactory } from 'botbuilder';
import { AppCredentials, AuthenticationConstants } from 'botframework-connector';
import type { BotCloud, BotRegistration } from './bot-cloud.js';
import { SigningKeys } from './signing-keys.js';

export interface CheckResult {
  ok: boolean;
  /** One line of French: what was looked at and what was found. */
  finding: string;
  /** What to do; only when something is wrong. */
  cure?: string;
}

const TIMEOUT = 10_000;

/** Errors of Microsoft's sign-in service, by code, with their cure. */
const SIGN_IN_ERRORS: Record<string, { cause: string; cure: string }> = {
  AADSTS7000215: {
    cause: 'MicrosoftAppPassword est faux',
    cure: 'copiez la VALEUR du secret (et non son identifiant), ou créez-en un nouveau : portail Entra, Certificats et secrets',
  },
  AADSTS7000222: { cause: 'le secret a expiré', cure: 'créez un nouveau secret et mettez sa valeur dans MicrosoftAppPassword' },
  AADSTS700016: {
    cause: 'MicrosoftAppId est inconnu dans ce locataire',
    cure: 'vérifiez MicrosoftAppId et MicrosoftAppTenantId : page « Vue d’ensemble » de l’inscription d’application',
  },
  AADSTS90002: { cause: 'le locataire n’existe pas', cure: 'vérifiez MicrosoftAppTenantId (ID de l’annuaire)' },
  AADSTS7000229: {
    cause: 'l’application n’a pas de principal de service dans ce locataire',
    cure: 'az ad sp create --id <MicrosoftAppId>',
  },
};

/** Can the keys that sign Teams' messages be read from here? */
export async function checkSigningKeys(cloud: BotCloud): Promise<CheckResult> {
  try {
    const keys = await new SigningKeys(cloud.metadataUrl, () => 0).read();
    if (keys.length > 0) return { ok: true, finding: `Clés de signature de Teams lues (${keys.length})` };
    return { ok: false, finding: `Aucune clé de signature sur ${cloud.metadataUrl}`, cure: 'réessayez plus tard' };
  } catch {
    return {
      ok: false,
      finding: `Les clés de signature de Teams ne peuvent pas être lues (${cloud.metadataUrl})`,
      cure: 'autorisez les connexions sortantes en HTTPS vers login.botframework.com',
    };
  }
}

/** Does the sign-in service give the bot a token for its id and secret (or its machine's identity)? */
export async function checkCredentials(registration: BotRegistration, cloud: BotCloud): Promise<CheckResult> {
  const { appType, appId = '', appPassword, tenantId } = registration;
  const factory = new ConfigurationServiceClientCredentialFactory({
    MicrosoftAppType: appType,
    MicrosoftAppId: appId,
    MicrosoftAppPassword: appPassword,
    MicrosoftAppTenantId: tenantId,
  });
  const audience = AuthenticationConstants.ToChannelFromBotOAuthScope;
  const login = `${cloud.loginUrl}${AuthenticationConstants.DefaultChannelAuthTenant}`;
  const what = appType === 'UserAssignedMSI' ? 'Identité managée' : 'Identifiant et secret';
  try {
    const credentials = await factory.createCredentials(appId, audience, login, true);
    if (!(credentials instanceof AppCredentials)) throw new TypeError('no credentials');
    await credentials.getToken(true);
    return { ok: true, finding: `${what} acceptés par Microsoft` };
  } catch (error) {
    const text = error instanceof Error ? error.message : String(error);
    const code = /AADSTS\d+/.exec(text)?.[0] ?? '';
    const known = SIGN_IN_ERRORS[code];
    if (known) return { ok: false, finding: `${what} : ${known.cause} (${code})`, cure: known.cure };
    return {
      ok: false,
      finding: `${what} : pas de jeton${code ? ` (${code})` : ''}`,
      cure:
        appType === 'UserAssignedMSI'
          ? 'une identité managée ne répond que sur Azure : lancez cette commande dans le conteneur, et vérifiez que l’identité lui est attribuée'
          : 'autorisez les connexions sortantes en HTTPS vers login.microsoftonline.com, puis réessayez',
    };
  }
}

/** Does the address that Teams calls lead here, and refuse who has no token? */
export async function checkEndpoint(publicUrl: string | undefined): Promise<CheckResult> {
  if (!publicUrl)
    return {
      ok: false,
      finding: 'PUBLIC_URL manque',
      cure: 'donnez l’adresse publique du service, en https://, dans PUBLIC_URL',
    };
  const endpoint = `${publicUrl}/api/messages`;
  if (!publicUrl.startsWith('https://'))
    return {
      ok: false,
      finding: `${endpoint} n’est pas en HTTPS`,
      cure: 'Teams n’appelle que des adresses https:// : corrigez PUBLIC_URL',
    };
  return probeEndpoint(endpoint);
}

/** Posts an activity without a token, as a stranger would. */
export async function probeEndpoint(endpoint: string): Promise<CheckResult> {
  try {
    const response = await fetch(endpoint, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ type: 'message' }),
      redirect: 'manual',
      signal: AbortSignal.timeout(TIMEOUT),
    });
    if (response.status === 401) return { ok: true, finding: `${endpoint} répond et refuse les appels sans jeton` };
    const cure =
      response.status === 404
        ? 'le serveur mandataire ne transmet pas /api/messages au service, ou le point de terminaison est mal écrit dans Azure'
        : response.status >= 502 && response.status <= 504
          ? 'le service est arrêté ou le serveur mandataire ne le joint pas'
          : 'un autre service répond à cette adresse, ou une page de connexion protège /api/messages : laissez passer ce chemin';
    return { ok: false, finding: `${endpoint} répond ${response.status} au lieu de 401`, cure };
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause.message : 'pas de réponse';
    return {
      ok: false,
      finding: `${endpoint} ne répond pas (${cause})`,
      cure: 'vérifiez le nom de domaine, le certificat et le pare-feu ; le service doit être démarré',
    };
  }
}
