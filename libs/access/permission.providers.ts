import type { FactoryProvider, Provider } from '@nestjs/common';
import type { Config } from '#platform/config/config';
import { CONFIG } from '#platform/config/config.module';
import { Mailer } from '#platform/mail/mailer';
import { PermissionCatalogue } from '#platform/permissions/catalogue';
import { Database } from '#platform/postgres/database';
import { UnitOfWork } from '#platform/postgres/unit-of-work';
import { AcceptInvitationController } from './adapters/accept-invitation.controller.ts';
import { AuditController } from './adapters/audit.controller.ts';
import { AuditReads } from './adapters/audit-reads.ts';
import { ForgetChangedAccess } from './adapters/forget-changed-access.ts';
import { InvitationsController } from './adapters/invitations.controller.ts';
import { MailedLetters } from './adapters/mailed-letters.ts';
import { MemberReads } from './adapters/member-reads.ts';
import { OrganizationsController } from './adapters/organizations.controller.ts';
import { PermissionOverridesController } from './adapters/permission-overrides.controller.ts';
import { PermissionReads } from './adapters/permission-reads.ts';
import { PermissionsController } from './adapters/permissions.controller.ts';
import { PostgresActors } from './adapters/postgres-actors.ts';
import { PostgresInvitations } from './adapters/postgres-invitations.ts';
import { PostgresMembers } from './adapters/postgres-members.ts';
import { PostgresOrganizations } from './adapters/postgres-organizations.ts';
import { PostgresPermissionOverrides } from './adapters/postgres-permission-overrides.ts';
import { PostgresProjectMembers } from './adapters/postgres-project-members.ts';
import { PostgresRoles } from './adapters/postgres-roles.ts';
import { ProjectMemberReads } from './adapters/project-member-reads.ts';
import { ProjectMembersController } from './adapters/project-members.controller.ts';
import { ProjectPermissionsController } from './adapters/project-permissions.controller.ts';
import { RoleReads } from './adapters/role-reads.ts';
import { RolesController } from './adapters/roles.controller.ts';
import { TeamBatchController } from './adapters/team-batch.controller.ts';
import { AcceptInvitationHandler } from './application/accept-invitation.ts';
import { Actors } from './application/actors.ts';
import { Afterwards } from './application/auth-afterwards.ts';
import { ChangeProjectPermissionsHandler } from './application/change-project-permissions.ts';
import { CloneRoleHandler, CreateRoleHandler } from './application/create-role.ts';
import { Deciding } from './application/deciding.ts';
import { DeleteRoleHandler } from './application/delete-role.ts';
import { EditMemberHandler } from './application/edit-member.ts';
import { EditOrganizationHandler } from './application/edit-organization.ts';
import { EditRoleHandler } from './application/edit-role.ts';
import { Granting } from './application/granting.ts';
import {
  InviteMemberHandler,
  Inviting,
  ResendInvitationHandler,
  RevokeInvitationHandler,
} from './application/invite-member.ts';
import { Letters } from './application/letters.ts';
import {
  ChangeOverrideHandler,
  OverridePermissionHandler,
  RemoveOverrideHandler,
} from './application/override-permissions.ts';
import {
  AddProjectMemberHandler,
  ChangeProjectRoleHandler,
  ProjectTeam,
  RemoveProjectMemberHandler,
} from './application/project-team.ts';
import { Invitations } from './domain/invitations.ts';
import { Members } from './domain/members.ts';
import { Organizations } from './domain/organizations.ts';
import { PermissionOverrides } from './domain/permission-overrides.ts';
import { Permissions } from './domain/permissions.ts';
import { ProjectMembers } from './domain/project-members.ts';
import { Roles } from './domain/roles.ts';

/** A class of the application layer, which knows no framework, with what its constructor takes. */
function plain<P extends unknown[]>(made: new (...parts: P) => object, ...inject: FactoryProvider['inject'] & object) {
  return { provide: made, useFactory: (...parts: P) => new made(...parts), inject };
}

const letters = {
  provide: Letters,
  inject: [Mailer, Database, CONFIG, UnitOfWork, Afterwards],
  useFactory: (mailer: Mailer, database: Database, config: Config, unitOfWork: UnitOfWork, afterwards: Afterwards) =>
    new MailedLetters(mailer, database, config.publicUrl, (work) => unitOfWork.afterCommit(() => afterwards.do(work))),
};

/** Organizations, people, roles, permissions and the audit log over HTTP. */
export const permissionControllers = [
  OrganizationsController,
  InvitationsController,
  AcceptInvitationController,
  RolesController,
  ProjectMembersController,
  PermissionsController,
  ProjectPermissionsController,
  PermissionOverridesController,
  TeamBatchController,
  AuditController,
];

/** The parts behind them. */
export const permissionProviders: Provider[] = [
  EditOrganizationHandler,
  EditMemberHandler,
  InviteMemberHandler,
  ResendInvitationHandler,
  RevokeInvitationHandler,
  AcceptInvitationHandler,
  CreateRoleHandler,
  CloneRoleHandler,
  EditRoleHandler,
  DeleteRoleHandler,
  AddProjectMemberHandler,
  ChangeProjectRoleHandler,
  RemoveProjectMemberHandler,
  ChangeProjectPermissionsHandler,
  OverridePermissionHandler,
  ChangeOverrideHandler,
  RemoveOverrideHandler,
  plain(Granting, Permissions),
  plain(Inviting, Members, Roles, Granting),
  plain(ProjectTeam, ProjectMembers, Roles, Granting),
  plain(Deciding, Members, Roles, Permissions, Granting),
  { provide: Actors, useClass: PostgresActors },
  { provide: Organizations, useClass: PostgresOrganizations },
  { provide: Members, useClass: PostgresMembers },
  { provide: Invitations, useClass: PostgresInvitations },
  { provide: Roles, useClass: PostgresRoles },
  { provide: ProjectMembers, useClass: PostgresProjectMembers },
  { provide: PermissionOverrides, useClass: PostgresPermissionOverrides },
  { provide: Permissions, useExisting: PermissionCatalogue },
  letters,
  ForgetChangedAccess,
  MemberReads,
  RoleReads,
  ProjectMemberReads,
  PermissionReads,
  AuditReads,
];
