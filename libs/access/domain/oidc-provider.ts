import { changesBetween, DomainError, type DomainEvent, InvalidInput, type Subject } from '#kernel/index';

/** What an administrator says about an identity provider. */
export interface OidcProviderDetails {
  name: string;
  /** Its issuer identifier (OpenID Connect Discovery 1.0 §3), an URL. */
  issuer: string;
  clientId: string;
  /** Sealed. */
  clientSecret: string;
  /** Only people with an address of these domains come in; others would be strangers. */
  allowedDomains: readonly string[];
  /** What people are who come in for the first time. */
  defaultRoleId: string;
  enabled: boolean;
}

/** An outside party that an organization trusts to say who its people are. */
export class OidcProvider implements Subject {
  constructor(
    readonly organizationId: string,
    readonly id: string,
    readonly details: OidcProviderDetails,
    public version = 1,
  ) {
    if (details.allowedDomains.length === 0) throw new DomainsNeeded();
  }

  get subjectType(): string {
    return 'Organization';
  }

  created(): DomainEvent {
    return this.event('identity_provider.created', changesBetween({}, this.facts()));
  }

  edit(details: Partial<OidcProviderDetails>): DomainEvent | undefined {
    const before = this.facts();
    const secretBefore = this.details.clientSecret;
    Object.assign(this.details, details);
    if (this.details.allowedDomains.length === 0) throw new DomainsNeeded();
    const changes = { ...changesBetween(before, this.facts()) };
    if (this.details.clientSecret !== secretBefore) changes.client_secret = ['***', '***'];
    return Object.keys(changes).length === 0 ? undefined : this.event('identity_provider.updated', changes);
  }

  deleted(): DomainEvent {
    return this.event('identity_provider.deleted', { name: [this.details.name, null] });
  }

  /**
   * The address of somebody whom the provider vouches for. An address that it has not verified, or of a domain that it
   * does not speak for, says nothing about who that is.
   */
  addressOf({ email, email_verified }: OidcClaims): string {
    const domain = typeof email === 'string' ? address.exec(email)?.[1] : undefined;
    if (!domain || email_verified !== true) throw new NotVouchedFor('email_not_verified');
    if (!this.details.allowedDomains.includes(domain.toLowerCase())) throw new NotVouchedFor('domain_not_allowed');
    return email as string;
  }

  private event(type: string, changes: DomainEvent['changes']): DomainEvent {
    const data = { provider_id: this.id, name: this.details.name };
    return { type, subject: { type: 'IdentityProvider', id: this.id }, data, changes };
  }

  private facts() {
    const { name, issuer, clientId, allowedDomains, defaultRoleId, enabled } = this.details;
    return {
      name,
      issuer,
      client_id: clientId,
      allowed_domains: allowedDomains,
      default_role_id: defaultRoleId,
      enabled,
    };
  }
}

/** One name, one domain, and nothing that could make a reader see two addresses. */
const address = /^[^\s@"<>,;:\\]{1,64}@([a-z0-9-]+(?:\.[a-z0-9-]+)+)$/i;

/** What a provider claims about a person (OpenID Connect Core 1.0 §5.1). */
export interface OidcClaims {
  sub: string;
  email?: unknown;
  email_verified?: unknown;
  name?: unknown;
}

/** Without domains, anybody with an account at the provider would come in. */
export class DomainsNeeded extends InvalidInput {
  constructor() {
    super('/allowed_domains', 'domains_needed', 'Name at least one e-mail domain that the provider speaks for.');
  }
}

const reasons = {
  email_not_verified: 'The identity provider has not verified your e-mail address.',
  domain_not_allowed: 'Your e-mail address is not of a domain that this organization lets in.',
  account_not_verified:
    'An account with your address exists whose owner has not proved it. Sign in there and confirm the address first.',
  provider_disabled: 'This way of signing in is switched off.',
  sign_in_refused: 'The identity provider did not confirm who you are. Start again.',
} as const;

/** Single sign-on ends here, for a reason that may be told. */
export class NotVouchedFor extends DomainError {
  constructor(code: keyof typeof reasons, cause?: unknown) {
    super('forbidden', code, reasons[code]);
    this.cause = cause;
  }
}
