import { type DomainEvent, NotFound } from '#kernel/index';
import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { Database } from '#platform/postgres/database';
import { currentOrganizationId } from '#platform/postgres/scope';
import { UnitOfWork } from '#platform/postgres/unit-of-work';
import { OidcProvider } from '../domain/oidc-provider.ts';
import { OidcProviders } from '../domain/oidc-providers.ts';

interface ProviderRow {
  organization_id: string;
  id: string;
  name: string;
  issuer: string;
  client_id: string;
  client_secret: string;
  allowed_domains: string[];
  default_role_id: string;
  enabled: boolean;
  version: number;
}

const columns = sql`organization_id, id, name, issuer, client_id, client_secret, allowed_domains, default_role_id,
  enabled, version`;

@Injectable()
export class PostgresOidcProviders extends OidcProviders {
  constructor(
    private readonly database: Database,
    private readonly unitOfWork: UnitOfWork,
  ) {
    super();
  }

  async get(id: string): Promise<OidcProvider> {
    const row = await this.database.row<ProviderRow>(sql`
      select ${columns} from identity_providers
      where organization_id = ${currentOrganizationId()} and id = ${id} for update`);
    if (!row) throw new NotFound('identity provider', id);
    return providerOf(row);
  }

  async findAnywhere(id: string): Promise<OidcProvider | undefined> {
    const [row] = await this.database.systemRows<ProviderRow>(sql`
      select ${columns} from identity_providers where id = ${id} and enabled`);
    return row && providerOf(row);
  }

  async add({ organizationId, id, details }: OidcProvider, ...events: DomainEvent[]): Promise<void> {
    await this.database.rows(sql`
      insert into identity_providers (organization_id, id, name, issuer, client_id, client_secret, allowed_domains,
                                      default_role_id, enabled)
      values (${organizationId}, ${id}, ${details.name}, ${details.issuer}, ${details.clientId},
              ${details.clientSecret}, ${details.allowedDomains}, ${details.defaultRoleId}, ${details.enabled})`);
    this.unitOfWork.raise(...events);
  }

  async save(provider: OidcProvider, ...events: DomainEvent[]): Promise<void> {
    const { organizationId, id, details } = provider;
    provider.version += 1;
    await this.database.rows(sql`
      update identity_providers set name = ${details.name}, issuer = ${details.issuer},
        client_id = ${details.clientId}, client_secret = ${details.clientSecret},
        allowed_domains = ${details.allowedDomains}, default_role_id = ${details.defaultRoleId},
        enabled = ${details.enabled}, version = ${provider.version}
      where organization_id = ${organizationId} and id = ${id}`);
    this.unitOfWork.raise(...events);
  }

  async remove({ organizationId, id }: OidcProvider, ...events: DomainEvent[]): Promise<void> {
    await this.database.rows(sql`
      delete from identity_providers where organization_id = ${organizationId} and id = ${id}`);
    this.unitOfWork.raise(...events);
  }
}

function providerOf(row: ProviderRow): OidcProvider {
  const details = {
    name: row.name,
    issuer: row.issuer,
    clientId: row.client_id,
    clientSecret: row.client_secret,
    allowedDomains: row.allowed_domains,
    defaultRoleId: row.default_role_id,
    enabled: row.enabled,
  };
  return new OidcProvider(row.organization_id, row.id, details, row.version);
}
