import type { DomainEvent } from '#kernel/index';
import type { OidcProvider } from './oidc-provider.ts';

/** Where the identity providers of the organization at hand live. */
export abstract class OidcProviders {
  abstract get(id: string): Promise<OidcProvider>;
  /** From anywhere, for people who have not signed in yet; only one that is switched on. */
  abstract findAnywhere(id: string): Promise<OidcProvider | undefined>;
  abstract add(provider: OidcProvider, ...events: DomainEvent[]): Promise<void>;
  abstract save(provider: OidcProvider, ...events: DomainEvent[]): Promise<void>;
  abstract remove(provider: OidcProvider, ...events: DomainEvent[]): Promise<void>;
}
