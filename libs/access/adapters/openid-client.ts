import { DomainError } from '#kernel/index';
import { Inject, Injectable } from '@nestjs/common';
import * as oidc from 'openid-client';
import type { Config } from '#platform/config/config';
import { CONFIG } from '#platform/config/config.module';
import { Sealer } from '#platform/crypto/sealed';
import { type OidcCheck, OidcClient } from '../application/oidc-client.ts';
import { NotVouchedFor, type OidcClaims, type OidcProvider } from '../domain/oidc-provider.ts';

const TIMEOUT_SECONDS = 10;
const REMEMBERED_MS = 10 * 60_000;

/** OpenID Connect by openid-client; what providers say about themselves is remembered for ten minutes. */
@Injectable()
export class OpenIdClient extends OidcClient {
  private readonly discovered = new Map<string, { until: number; configuration: Promise<oidc.Configuration> }>();

  constructor(
    private readonly sealer: Sealer,
    @Inject(CONFIG) private readonly config: Config,
  ) {
    super();
  }

  newCheck(): OidcCheck {
    return { nonce: oidc.randomNonce(), codeVerifier: oidc.randomPKCECodeVerifier() };
  }

  seal(secret: string, providerId: string): string {
    return this.sealer.seal(secret, contextOf(providerId));
  }

  async authorizationUrl(provider: OidcProvider, state: string, { nonce, codeVerifier }: OidcCheck): Promise<string> {
    const url = oidc.buildAuthorizationUrl(await this.configuration(provider), {
      redirect_uri: this.redirectUri(provider),
      scope: 'openid email profile',
      code_challenge: await oidc.calculatePKCECodeChallenge(codeVerifier),
      code_challenge_method: 'S256',
      state,
      nonce,
    });
    return url.href;
  }

  async claims(provider: OidcProvider, query: string, state: string, { nonce, codeVerifier }: OidcCheck) {
    const configuration = await this.configuration(provider);
    const callback = new URL(this.redirectUri(provider) + query);
    try {
      const tokens = await oidc.authorizationCodeGrant(configuration, callback, {
        expectedState: state,
        expectedNonce: nonce,
        pkceCodeVerifier: codeVerifier,
        idTokenExpected: true,
      });
      const claims = tokens.claims()!;
      if (claims.email !== undefined) return claims as OidcClaims;
      // Some providers tell the address only on a further question.
      return (await oidc.fetchUserInfo(configuration, tokens.access_token, claims.sub)) as OidcClaims;
    } catch (error) {
      throw new NotVouchedFor('sign_in_refused', error);
    }
  }

  private redirectUri({ id }: OidcProvider): string {
    return `${this.config.publicUrl}/api/v1/auth/oidc/${id}/callback`;
  }

  private async configuration({ id, version, details }: OidcProvider): Promise<oidc.Configuration> {
    const key = `${id}:${version}`;
    const known = this.discovered.get(key);
    if (known && known.until > Date.now()) return known.configuration;
    const secret = this.sealer.open(details.clientSecret, contextOf(id));
    const configuration = this.discover(new URL(details.issuer), details.clientId, secret);
    this.discovered.set(key, { until: Date.now() + REMEMBERED_MS, configuration });
    return configuration.catch((error: unknown) => {
      this.discovered.delete(key);
      throw new ProviderUnreachable(error);
    });
  }

  private discover(issuer: URL, clientId: string, secret: string): Promise<oidc.Configuration> {
    // Plain HTTP would let anybody on the way say who people are; it is for trying things out only.
    const execute = this.config.environment === 'production' ? [] : [oidc.allowInsecureRequests];
    return oidc.discovery(issuer, clientId, secret, undefined, { timeout: TIMEOUT_SECONDS, execute });
  }
}

const contextOf = (providerId: string) => `oidc:${providerId}`;

class ProviderUnreachable extends DomainError {
  constructor(cause: unknown) {
    super('conflict', 'provider_unreachable', 'The identity provider does not answer as its settings promise.');
    this.cause = cause;
  }
}
