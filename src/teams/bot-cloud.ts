import { AuthenticationConstants } from 'botframework-connector';
import { SharingAuthentication } from './sharing-authentication.js';

/** How the bot is registered: the values that Azure gives. */
export interface BotRegistration {
  /** SingleTenant, UserAssignedMSI or MultiTenant. */
  appType: string;
  appId?: string;
  appPassword?: string;
  tenantId?: string;
}

/** Addresses and names of the services that vouch for channels and for the bot. */
export interface BotCloud {
  /** OpenID metadata of the service that signs the channels' tokens. */
  metadataUrl: string;
  /** `iss` of the channels' tokens. */
  tokenIssuer: string;
  /** Where the bot asks for its own tokens, without the tenant. */
  loginUrl: string;
}

/** The public Azure cloud; tests give a stand-in. */
export const publicCloud: BotCloud = {
  metadataUrl: AuthenticationConstants.ToBotFromChannelOpenIdMetadataUrl,
  tokenIssuer: AuthenticationConstants.ToBotFromChannelTokenIssuer,
  loginUrl: AuthenticationConstants.ToChannelFromBotLoginUrlPrefix,
};

/**
 * The SDK's own authentication for a registration: it checks incoming tokens once more and obtains the bot's (by secret or managed identity).
 * Without an app id it checks nothing: the route's own rule (callers on this machine only) stands in.
 */
export function createBotAuthentication(registration: BotRegistration, cloud: BotCloud): SharingAuthentication {
  const { appType, appId, appPassword, tenantId } = registration;
  if (!appId) return new SharingAuthentication({});
  return new SharingAuthentication({
    MicrosoftAppType: appType,
    MicrosoftAppId: appId,
    MicrosoftAppPassword: appPassword,
    MicrosoftAppTenantId: tenantId,
    ToChannelFromBotLoginUrl: `${cloud.loginUrl}${AuthenticationConstants.DefaultChannelAuthTenant}`,
    ToChannelFromBotOAuthScope: AuthenticationConstants.ToChannelFromBotOAuthScope,
    ToBotFromChannelTokenIssuer: cloud.tokenIssuer,
    OAuthUrl: AuthenticationConstants.OAuthUrl,
    ToBotFromChannelOpenIdMetadataUrl: cloud.metadataUrl,
    ToBotFromEmulatorOpenIdMetadataUrl: AuthenticationConstants.ToBotFromEmulatorOpenIdMetadataUrl,
    CallerId: 'urn:botframework:azure',
  });
}
