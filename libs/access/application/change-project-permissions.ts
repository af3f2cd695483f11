import { type Actor, Clock, InvalidInput, newId } from '#kernel/index';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { type Decision, PermissionOverride, type Place } from '../domain/permission-override.ts';
import { PermissionOverrides } from '../domain/permission-overrides.ts';
import { Deciding } from './deciding.ts';
import { ProjectTeam } from './project-team.ts';

/** A decision for the project, or for one of its tasks, and where the input has it. */
export interface GivenDecision extends Decision {
  taskId: string | null;
  pointer: string;
}

/** What is to become of a member's decisions in a project; `clear` and `set` go one permission at a time. */
export interface ProjectPermissionChanges {
  replaceAll?: boolean;
  clear?: readonly Pick<GivenDecision, 'permission' | 'taskId'>[];
  set?: readonly GivenDecision[];
}

/** Adds single permissions to what a member has by role in a project, or takes them away. */
export class ChangeProjectPermissions {
  constructor(
    readonly actor: Actor,
    readonly projectId: string,
    readonly userId: string,
    readonly changes: ProjectPermissionChanges,
  ) {}
}

@CommandHandler(ChangeProjectPermissions)
export class ChangeProjectPermissionsHandler implements ICommandHandler<ChangeProjectPermissions, void> {
  constructor(
    private readonly overrides: PermissionOverrides,
    private readonly team: ProjectTeam,
    private readonly deciding: Deciding,
    private readonly clock: Clock,
  ) {}

  async execute({ actor, projectId, userId, changes }: ChangeProjectPermissions): Promise<void> {
    this.team.authorize(actor, 'edit', projectId);
    const member = await this.deciding.member(userId);
    const given = await Promise.all((changes.set ?? []).map((one) => this.placed(projectId, one)));
    for (const { pointer, ...one } of given) await this.deciding.check(one, one, member, pointer);

    const current = await this.overrides.inProject(projectId, userId);
    const touched = new Set([...(changes.clear ?? []), ...given].map(topicOf));
    const dropped = current.filter(
      (one) => (changes.replaceAll || touched.has(topicOf(one))) && !given.some((other) => isSame(one, other)),
    );
    const added = given.filter((one) => !current.some((other) => isSame(one, other)));
    this.deciding.authorizeGift(
      actor,
      added,
      dropped.map((one) => ({ ...one, projectId })),
    );
    for (const one of dropped) await this.overrides.remove(one, one.removed(projectId));
    for (const one of added) await this.add(actor, userId, one);
  }

  private async add(actor: Actor, userId: string, decision: Decision & Place): Promise<void> {
    const identity = { organizationId: actor.organizationId, id: newId(), userId, createdBy: actor.userId };
    const override = new PermissionOverride(identity, decision, decision, this.clock.now());
    await this.overrides.add(override, override.created(decision.projectId));
  }

  private async placed(projectId: string, given: GivenDecision): Promise<GivenDecision & Place> {
    const { taskId, pointer } = given;
    const place = taskId
      ? await this.overrides.place('task', taskId)
      : await this.overrides.place('project', projectId);
    if (place?.projectId === projectId) return { ...given, ...place };
    throw new InvalidInput(`${pointer}/task_id`, 'unknown_task', `The project has no task ${taskId}.`);
  }
}

/** Decisions on one permission in one place belong together: setting one puts it in the place of the others. */
const topicOf = (one: { permission: string } & ({ taskId: string | null } | Omit<Place, 'projectId'>)) => {
  const taskId = 'scopeType' in one ? (one.scopeType === 'task' ? one.scopeId : null) : one.taskId;
  return `${one.permission} ${taskId ?? ''}`;
};

type Placed = Decision & Pick<Place, 'scopeType' | 'scopeId'>;
const isSame = (one: Placed, other: Placed) => JSON.stringify(identityOf(one)) === JSON.stringify(identityOf(other));
const identityOf = (one: Placed) => [
  one.scopeType,
  one.scopeId,
  one.permission,
  one.effect,
  one.conditions,
  one.fields,
];
