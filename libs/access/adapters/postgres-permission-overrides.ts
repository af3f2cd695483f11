import { type DomainEvent, NotFound } from '#kernel/index';
import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { Database } from '#platform/postgres/database';
import { currentOrganizationId } from '#platform/postgres/scope';
import { UnitOfWork } from '#platform/postgres/unit-of-work';
import { PermissionOverride, type Place } from '../domain/permission-override.ts';
import { PermissionOverrides } from '../domain/permission-overrides.ts';
import { EntityStore } from './entity-store.ts';

@Injectable()
export class PostgresPermissionOverrides extends PermissionOverrides {
  private readonly store: EntityStore<PermissionOverride>;

  constructor(
    unitOfWork: UnitOfWork,
    private readonly database: Database,
  ) {
    super();
    this.store = new EntityStore(unitOfWork, PermissionOverride);
  }

  async get(id: string): Promise<PermissionOverride> {
    const organizationId = currentOrganizationId();
    const found = await this.store.find({ organizationId, id, scopeType: { $in: ['organization', 'portfolio'] } });
    if (!found) throw new NotFound('permission override', id);
    return found;
  }

  async inProject(projectId: string, userId: string): Promise<PermissionOverride[]> {
    const organizationId = currentOrganizationId();
    const rows = await this.database.rows<{ id: string }>(sql`
      select po.id from permission_overrides po
      where po.organization_id = ${organizationId} and po.user_id = ${userId}
        and (po.scope_type = 'project' and po.scope_id = ${projectId} or po.scope_type = 'task' and exists (
          select from tasks t where t.organization_id = po.organization_id and t.id = po.scope_id
            and t.project_id = ${projectId}))`);
    return this.store.findAll({ organizationId, id: { $in: rows.map(({ id }) => id) } });
  }

  async place(scopeType: Place['scopeType'], scopeId: string): Promise<Place | undefined> {
    const row = await this.database.row<{ project_id: string | null }>(
      placeQueries[scopeType](currentOrganizationId(), scopeId),
    );
    return row && { scopeType, scopeId, projectId: row.project_id };
  }

  add(override: PermissionOverride, ...events: DomainEvent[]): Promise<void> {
    return this.store.add(override, events);
  }

  save(_override: PermissionOverride, ...events: DomainEvent[]): Promise<void> {
    return this.store.save(events);
  }

  remove(override: PermissionOverride, ...events: DomainEvent[]): Promise<void> {
    return this.store.remove(override, events);
  }
}

const nowhere = sql`null::uuid as project_id`;

const placeQueries = {
  organization: (organizationId: string, id: string) => sql<{ project_id: string | null }>`
    select ${nowhere} from organizations where organization_id = ${organizationId} and organization_id = ${id}`,
  portfolio: (organizationId: string, id: string) => sql<{ project_id: string | null }>`
    select ${nowhere} from portfolios where organization_id = ${organizationId} and id = ${id}`,
  project: (organizationId: string, id: string) => sql<{ project_id: string | null }>`
    select id as project_id from projects where organization_id = ${organizationId} and id = ${id}`,
  task: (organizationId: string, id: string) => sql<{ project_id: string | null }>`
    select project_id from tasks where organization_id = ${organizationId} and id = ${id}`,
};
