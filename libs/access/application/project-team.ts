import { type Actor, Clock, expectVersion, InvalidInput, NotFound } from '#kernel/index';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Members } from '../domain/members.ts';
import { AlreadyInProject, ProjectMember } from '../domain/project-member.ts';
import { ProjectMembers } from '../domain/project-members.ts';
import type { Role } from '../domain/role.ts';
import { Roles } from '../domain/roles.ts';
import { Granting } from './granting.ts';

/** The people who may change a project's team, and the checks that they all share. */
export class ProjectTeam {
  constructor(
    readonly members: ProjectMembers,
    private readonly roles: Roles,
    private readonly granting: Granting,
  ) {}

  authorize(actor: Actor, action: 'create' | 'edit' | 'delete', projectId: string): void {
    if (!actor.may('view', { subjectType: 'ProjectMember', projectId } as never)) {
      throw new NotFound('project', projectId);
    }
    actor.authorize(action, { subjectType: 'ProjectMember', projectId } as never);
  }

  /** The role to be given in the project; the actor must hold there what it gives. */
  async role(actor: Actor, projectId: string, roleId: string | null): Promise<Role | null> {
    if (roleId === null) return null;
    const role = await this.roles.named(roleId, '/role_id');
    this.granting.authorizeRole(actor, role, { level: 'project', projectIds: [projectId] });
    return role;
  }
}

/** Adds a member of the organization to a project; without a role they are a guest there. */
export class AddProjectMember {
  constructor(
    readonly actor: Actor,
    readonly projectId: string,
    readonly userId: string,
    readonly roleId: string | null,
  ) {}
}

/** Gives a project member another role in the project, or none of their own. */
export class ChangeProjectRole extends AddProjectMember {
  constructor(
    actor: Actor,
    projectId: string,
    userId: string,
    roleId: string | null,
    readonly expectedVersion?: number,
  ) {
    super(actor, projectId, userId, roleId);
  }
}

/** Takes somebody out of a project; what they may do there by their role in the organization stays. */
export class RemoveProjectMember {
  constructor(
    readonly actor: Actor,
    readonly projectId: string,
    readonly userId: string,
    readonly expectedVersion?: number,
  ) {}
}

@CommandHandler(AddProjectMember)
export class AddProjectMemberHandler implements ICommandHandler<AddProjectMember, void> {
  constructor(
    private readonly team: ProjectTeam,
    private readonly members: Members,
    private readonly clock: Clock,
  ) {}

  async execute({ actor, projectId, userId, roleId }: AddProjectMember): Promise<void> {
    this.team.authorize(actor, 'create', projectId);
    const person = await this.members.find(userId);
    if (!person?.isActive) {
      throw new InvalidInput('/user_id', 'no_active_member', 'This is no active member of the organization.');
    }
    if (await this.team.members.find(projectId, userId)) throw new AlreadyInProject();
    const role = await this.team.role(actor, projectId, roleId);
    const identity = { organizationId: actor.organizationId, projectId, userId, addedBy: actor.userId };
    const member = new ProjectMember(identity, role, this.clock.now());
    await this.team.members.add(member, member.added());
  }
}

@CommandHandler(ChangeProjectRole)
export class ChangeProjectRoleHandler implements ICommandHandler<ChangeProjectRole, void> {
  constructor(private readonly team: ProjectTeam) {}

  async execute({ actor, projectId, userId, roleId, expectedVersion }: ChangeProjectRole): Promise<void> {
    this.team.authorize(actor, 'edit', projectId);
    const member = await this.team.members.get(projectId, userId);
    expectVersion(member, expectedVersion);
    const changed = member.changeRole(await this.team.role(actor, projectId, roleId));
    if (changed) await this.team.members.save(member, changed);
  }
}

@CommandHandler(RemoveProjectMember)
export class RemoveProjectMemberHandler implements ICommandHandler<RemoveProjectMember, void> {
  constructor(private readonly team: ProjectTeam) {}

  async execute({ actor, projectId, userId, expectedVersion }: RemoveProjectMember): Promise<void> {
    this.team.authorize(actor, 'delete', projectId);
    const member = await this.team.members.get(projectId, userId);
    expectVersion(member, expectedVersion);
    await this.team.members.remove(member, member.removed());
  }
}
