import { type Activity, ConfigurationBotFrameworkAuthentication } from 'botbuilder';
import {
  type AuthenticateRequestResult,
  AuthenticationConstants,
  type ClaimsIdentity,
  ConnectorFactory,
  type UserTokenClient,
} from 'botframework-connector';

type ConnectorClient = Awaited<ReturnType<ConnectorFactory['create']>>;

/** Clients that are kept: one per address that a channel is served from (Teams has one per region of the world). */
const KEPT = 50;

/**
 * The SDK's authentication, but for the clients that it makes anew in every turn, one for the channel and one for user tokens: they
 * know nothing of the turn, only of the bot (a claim of the accepted token) and of the address, and serve the next turns too. Their
 * own tokens they renew themselves before each call.
 */
export class SharingAuthentication extends ConfigurationBotFrameworkAuthentication {
  private readonly connectors = new Map<string, Promise<ConnectorClient>>();
  private readonly userTokens = new Map<string, Promise<UserTokenClient>>();

  override async authenticateRequest(activity: Activity, authorization: string): Promise<AuthenticateRequestResult> {
    const result = await super.authenticateRequest(activity, authorization);
    const { connectorFactory, claimsIdentity } = result;
    if (!connectorFactory) return result;
    const find = (serviceUrl: string, audience?: string) =>
      keep(this.connectors, JSON.stringify([readBot(claimsIdentity), audience, serviceUrl]), () =>
        connectorFactory.create(serviceUrl, audience),
      );
    return { ...result, connectorFactory: new SharedConnectors(find) };
  }

  override createUserTokenClient(claims: ClaimsIdentity): Promise<UserTokenClient> {
    return keep(this.userTokens, readBot(claims), () => super.createUserTokenClient(claims));
  }
}

class SharedConnectors extends ConnectorFactory {
  constructor(private readonly find: (serviceUrl: string, audience?: string) => Promise<ConnectorClient>) {
    super();
  }

  override create(serviceUrl: string, audience?: string): Promise<ConnectorClient> {
    return this.find(serviceUrl, audience);
  }
}

/** The bot's id, where the SDK takes it from: none without registration. */
const readBot = (claims: ClaimsIdentity): string =>
  claims.getClaimValue(AuthenticationConstants.AudienceClaim) ?? claims.getClaimValue(AuthenticationConstants.AppIdClaim) ?? '';

/** What was made under a key, the least recently used leaving first; what could not be made is tried again. */
function keep<T>(kept: Map<string, Promise<T>>, key: string, make: () => Promise<T>): Promise<T> {
  const found = kept.get(key) ?? make();
  kept.delete(key);
  kept.set(key, found);
  found.catch(() => kept.delete(key));
  const oldest = kept.keys().next();
  if (kept.size > KEPT && !oldest.done) kept.delete(oldest.value);
  return found;
}
