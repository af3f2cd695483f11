import { Global, Module, type OnModuleInit } from '@nestjs/common';
import { sql } from 'kysely';
import { EventSubjects } from '#platform/events/event-subjects';
import { PermissionCatalogue } from '#platform/permissions/catalogue';
import { memberColumns } from './adapters/member-reads.ts';
import { roleColumns } from './adapters/role-reads.ts';
import { Actors } from './application/actors.ts';
import { Authenticator } from './application/authenticator.ts';
import { authControllers, authProviders } from './auth.providers.ts';
import { accessPermissions, openMemberFields } from './domain/access-permissions.ts';
import { permissionControllers, permissionProviders } from './permission.providers.ts';

/** Wires the access context; who somebody is and what they may do is asked everywhere. */
@Global()
@Module({
  controllers: [...authControllers, ...permissionControllers],
  providers: [...authProviders, ...permissionProviders],
  exports: [Actors, Authenticator],
})
export class AccessModule implements OnModuleInit {
  constructor(
    private readonly catalogue: PermissionCatalogue,
    private readonly eventSubjects: EventSubjects,
  ) {}

  onModuleInit(): void {
    this.catalogue.add(accessPermissions);
    this.catalogue.describe('Role', { from: sql`roles r`, columns: roleColumns, fields: [] });
    this.catalogue.describe('Member', {
      from: sql`members m`,
      columns: memberColumns,
      fields: [...openMemberFields, 'email'],
      guardedFields: ['email'],
    });
    this.eventSubjects.register('Member', { attributes: {}, guardedFields: ['email'] });
    for (const type of ['Organization', 'Invitation', 'Role', 'ProjectMember', 'PermissionOverride']) {
      this.eventSubjects.register(type, { attributes: {}, guardedFields: [] });
    }
  }
}
