import type { OidcClaims, OidcProvider } from '../domain/oidc-provider.ts';

/** What must be remembered between sending a person away and their coming back. */
export interface OidcCheck {
  nonce: string;
  codeVerifier: string;
}

/** Talks to identity providers (OpenID Connect Core 1.0, code flow with PKCE, RFC 7636). */
export abstract class OidcClient {
  abstract newCheck(): OidcCheck;
  /** Where to send the person; `state` comes back with them. */
  abstract authorizationUrl(provider: OidcProvider, state: string, check: OidcCheck): Promise<string>;
  /** Who came back, with the query that they brought; refuses what does not fit to state and check. */
  abstract claims(provider: OidcProvider, query: string, state: string, check: OidcCheck): Promise<OidcClaims>;
  /** Seals a client secret for the provider that it is of. */
  abstract seal(secret: string, providerId: string): string;
}
