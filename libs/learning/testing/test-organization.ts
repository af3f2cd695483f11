import { Actor, newId, type Permission, permissionCodes } from '#kernel/index';
import type { ModuleMetadata } from '@nestjs/common';
import { CommandBus, CqrsModule, QueryBus } from '@nestjs/cqrs';
import type { EntitySchema } from '@mikro-orm/postgresql';
import { Test, type TestingModule } from '@nestjs/testing';
import pg from 'pg';
import { CaslAbilities } from '#platform/permissions/casl';
import { PermissionCatalogue } from '#platform/permissions/catalogue';
import { PostgresModule } from '#platform/postgres/postgres.module';
import { within } from '#platform/postgres/scope';
import { UnitOfWork } from '#platform/postgres/unit-of-work';
import { createTestDatabase, type TestDatabase } from '../../../test/support/test-database.ts';

/** An organization on a database of its own, with the contexts under test around it and nothing above them. */
export class TestOrganization {
  readonly id = newId();
  private readonly ownerId = newId();

  private constructor(
    readonly app: TestingModule,
    readonly database: TestDatabase,
    readonly owner: pg.Client,
  ) {}

  static async start(imports: ModuleMetadata['imports'], entities: unknown[]): Promise<TestOrganization> {
    const database = await createTestDatabase();
    const owner = new pg.Client({ connectionString: database.ownerUrl });
    await owner.connect();
    const postgres = PostgresModule.forRoot({ ...database, entities: entities as EntitySchema[] });
    const app = await Test.createTestingModule({
      imports: [postgres, CqrsModule.forRoot(), ...(imports ?? [])],
    }).compile();
    await app.init();
    const organization = new TestOrganization(app, database, owner);
    await organization.found();
    return organization;
  }

  async stop(): Promise<void> {
    await this.app.close();
    await this.owner.end();
    await this.database.drop();
  }

  /** The owner, who may do everything. */
  get actor(): Actor {
    return this.actorFor(this.ownerId, Object.keys(permissionCodes) as Permission[]);
  }

  /** Somebody who may do what the codes say. */
  actorFor(userId: string, codes: Permission[]): Actor {
    const catalogue = this.app.get(PermissionCatalogue);
    const scope = { userId, where: () => ({}) };
    const rules = codes.flatMap((code) => catalogue.rulesFor(code, scope));
    return new Actor(userId, this.id, new CaslAbilities(rules, new Set(codes)));
  }

  /** A member with the role "member", or another one. */
  async member(name: string, { id = newId(), role = 'member', weeklyHours = 40 } = {}): Promise<string> {
    const email = `${id}@example.org`;
    await this.owner.query(`insert into accounts (id, email, name) values ($1, $2, $3)`, [id, email, name]);
    await this.owner.query(
      `insert into members (organization_id, user_id, email, name, role_id, weekly_hours)
       select $1, $2, $3, $4, id, $6 from roles where organization_id = $1 and key = $5`,
      [this.id, id, email, name, role, weeklyHours],
    );
    return id;
  }

  /** One command in a transaction of its own. */
  execute<T>(command: object, actor = this.actor): Promise<T> {
    return this.write(() => this.app.get(CommandBus).execute(command as never) as Promise<T>, actor);
  }

  /** One query, outside any transaction. */
  ask<T>(query: object, actor = this.actor): Promise<T> {
    return this.read(() => this.app.get(QueryBus).execute(query as never) as Promise<T>, actor);
  }

  write<T>(work: () => Promise<T>, actor = this.actor): Promise<T> {
    return this.app.get(UnitOfWork).run({ organizationId: this.id, actor }, work);
  }

  read<T>(work: () => Promise<T>, actor = this.actor): Promise<T> {
    return within({ organizationId: this.id, actor }, work);
  }

  /** Rows as the owner of the database sees them. */
  async rows(statement: string, ...values: unknown[]): Promise<Record<string, unknown>[]> {
    return (await this.owner.query(statement, values)).rows as Record<string, unknown>[];
  }

  private async found(): Promise<void> {
    await this.owner.query(
      `insert into organizations (organization_id, name, slug) values ($1::uuid, 'Test', $1::text)`,
      [this.id],
    );
    for (const [key, permissions] of Object.entries(rolePermissions)) {
      await this.owner.query(
        `insert into roles (organization_id, id, key, name, permissions, built_in) values ($1, $2, $3, $3, $4, true)`,
        [this.id, newId(), key, JSON.stringify(permissions)],
      );
    }
    await this.member('Owner', { id: this.ownerId, role: 'viewer' });
  }
}

const rolePermissions = { member: ['view_tasks', 'edit_own_tasks'], viewer: ['view_tasks'] };
