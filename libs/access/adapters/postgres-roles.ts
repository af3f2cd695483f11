import { type DomainEvent, InvalidInput, NotFound } from '#kernel/index';
import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { Database } from '#platform/postgres/database';
import { currentOrganizationId } from '#platform/postgres/scope';
import { UnitOfWork } from '#platform/postgres/unit-of-work';
import { Role, RoleNameTaken, type RoleUsers } from '../domain/role.ts';
import { Roles } from '../domain/roles.ts';
import { EntityStore } from './entity-store.ts';

@Injectable()
export class PostgresRoles extends Roles {
  private readonly store: EntityStore<Role>;

  constructor(
    unitOfWork: UnitOfWork,
    private readonly database: Database,
  ) {
    super();
    this.store = new EntityStore(unitOfWork, Role);
  }

  async get(id: string): Promise<Role> {
    const found = await this.store.find({ organizationId: currentOrganizationId(), id });
    if (!found) throw new NotFound('role', id);
    return found;
  }

  async named(id: string, pointer: string): Promise<Role> {
    const found = await this.store.find({ organizationId: currentOrganizationId(), id });
    if (!found) throw new InvalidInput(pointer, 'unknown_role', `There is no role ${id}.`);
    return found;
  }

  async usersOf(id: string): Promise<RoleUsers> {
    const organizationId = currentOrganizationId();
    const row = await this.database.row<RoleUsers>(sql`
      select
        (select coalesce(jsonb_agg(jsonb_build_object('id', m.user_id, 'name', m.name) order by m.name), '[]')
          from members m where m.organization_id = ${organizationId} and m.role_id = ${id}) as members,
        (select coalesce(jsonb_agg(jsonb_build_object('id', m.user_id, 'name', m.name, 'project_id', pm.project_id)
            order by m.name), '[]')
          from project_members pm
          join members m on m.organization_id = pm.organization_id and m.user_id = pm.user_id
          where pm.organization_id = ${organizationId} and pm.role_id = ${id}) as project_members,
        (select coalesce(jsonb_agg(jsonb_build_object('id', i.id, 'email', i.email) order by i.email), '[]')
          from invitations i where i.organization_id = ${organizationId} and i.role_id = ${id}
            and i.accepted_at is null and i.revoked_at is null and i.expires_at > now()) as invitations,
        (select coalesce(jsonb_agg(jsonb_build_object('id', p.id, 'name', p.name) order by p.name), '[]')
          from identity_providers p
          where p.organization_id = ${organizationId} and p.default_role_id = ${id}) as identity_providers`);
    return row!;
  }

  async add(role: Role, ...events: DomainEvent[]): Promise<void> {
    await this.projectMustExist(role);
    const taken = await this.database.row(sql`
      select 1 from roles where organization_id = ${role.organizationId} and key = ${role.key}`);
    if (taken) throw new RoleNameTaken(role.name);
    await this.store.add(role, events);
  }

  private async projectMustExist({ organizationId, projectId }: Role): Promise<void> {
    if (projectId === null) return;
    const found = await this.database.row(sql`
      select 1 from projects where organization_id = ${organizationId} and id = ${projectId}`);
    if (!found) throw new InvalidInput('/project_id', 'unknown_project', `There is no project ${projectId}.`);
  }

  async save(role: Role, ...events: DomainEvent[]): Promise<void> {
    const taken = await this.database.row(sql`
      select 1 from roles where organization_id = ${role.organizationId} and id <> ${role.id}
        and project_id is not distinct from ${role.projectId}::uuid and lower(name) = lower(${role.name}::text)`);
    if (taken) throw new RoleNameTaken(role.name);
    await this.store.save(events);
  }

  async remove(role: Role, ...events: DomainEvent[]): Promise<void> {
    // Invitations that are over still name the role; they go with it.
    await this.database.rows(sql`
      delete from invitations where organization_id = ${role.organizationId} and role_id = ${role.id}`);
    await this.store.remove(role, events);
  }
}
