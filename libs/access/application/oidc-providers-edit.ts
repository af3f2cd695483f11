import { type Actor, expectVersion, InvalidInput, newId } from '#kernel/index';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { OidcProvider, type OidcProviderDetails } from '../domain/oidc-provider.ts';
import { OidcProviders } from '../domain/oidc-providers.ts';
import { Roles } from '../domain/roles.ts';
import { Granting } from './granting.ts';
import { OidcClient } from './oidc-client.ts';

/** Lets people of an organization come in by its identity provider. */
export class AddOidcProvider {
  constructor(
    readonly actor: Actor,
    readonly details: OidcProviderDetails,
  ) {}
}

/** Changes what is known of an identity provider; an absent secret stays as it is. */
export class EditOidcProvider {
  constructor(
    readonly actor: Actor,
    readonly providerId: string,
    readonly details: Partial<OidcProviderDetails>,
    readonly expectedVersion?: number,
  ) {}
}

/** Forgets an identity provider. */
export class RemoveOidcProvider {
  constructor(
    readonly actor: Actor,
    readonly providerId: string,
  ) {}
}

/** People who come in for the first time get a role that whoever says so could give them, and never the owner's. */
export class DefaultRoleCheck {
  constructor(
    private readonly roles: Roles,
    private readonly granting: Granting,
  ) {}

  async authorize(actor: Actor, roleId: string): Promise<void> {
    const role = await this.roles.named(roleId, '/default_role_id');
    role.mustSuitOrganization('/default_role_id');
    if (role.isOwner) throw new InvalidInput('/default_role_id', 'owner_role', 'Nobody becomes an owner by coming in.');
    this.granting.authorizeRole(actor, role);
  }
}

@CommandHandler(AddOidcProvider)
export class AddOidcProviderHandler implements ICommandHandler<AddOidcProvider, string> {
  constructor(
    private readonly providers: OidcProviders,
    private readonly client: OidcClient,
    private readonly check: DefaultRoleCheck,
  ) {}

  async execute({ actor, details }: AddOidcProvider): Promise<string> {
    const id = newId();
    const clientSecret = this.client.seal(details.clientSecret, id);
    const provider = new OidcProvider(actor.organizationId, id, { ...details, clientSecret });
    actor.authorize('edit', provider);
    await this.check.authorize(actor, details.defaultRoleId);
    await this.providers.add(provider, provider.created());
    return id;
  }
}

@CommandHandler(EditOidcProvider)
export class EditOidcProviderHandler implements ICommandHandler<EditOidcProvider, void> {
  constructor(
    private readonly providers: OidcProviders,
    private readonly client: OidcClient,
    private readonly check: DefaultRoleCheck,
  ) {}

  async execute({ actor, providerId, details, expectedVersion }: EditOidcProvider): Promise<void> {
    const provider = await this.providers.get(providerId);
    actor.authorize('edit', provider);
    expectVersion(provider, expectedVersion);
    const { clientSecret, defaultRoleId } = details;
    if (defaultRoleId) await this.check.authorize(actor, defaultRoleId);
    const sealed = clientSecret && { clientSecret: this.client.seal(clientSecret, providerId) };
    const edited = provider.edit({ ...details, ...sealed });
    if (edited) await this.providers.save(provider, edited);
  }
}

@CommandHandler(RemoveOidcProvider)
export class RemoveOidcProviderHandler implements ICommandHandler<RemoveOidcProvider, void> {
  constructor(private readonly providers: OidcProviders) {}

  async execute({ actor, providerId }: RemoveOidcProvider): Promise<void> {
    const provider = await this.providers.get(providerId);
    actor.authorize('edit', provider);
    await this.providers.remove(provider, provider.deleted());
  }
}
