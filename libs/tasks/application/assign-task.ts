import { type Actor, Clock, DomainError, type DomainEvent, InvalidInput, newId } from '#kernel/index';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { type AssignmentRecord, Assignments } from '../domain/assignments.ts';
import type { Task } from '../domain/task.ts';
import { Tasks } from '../domain/tasks.ts';
import { AssignmentRanking, type RankedCandidate } from './assignment-ranking.ts';

/** Whom to give a task to. */
export interface AssignmentWish {
  /** The person; without one, whoever suits best. */
  userId?: string;
  reason?: string;
  /** The person gets it although something speaks against it. */
  override?: boolean;
  /** Those who have the task keep it. */
  inAddition?: boolean;
}

/** What came of it: the assignment, or null when nobody suits; and everyone who was judged. */
export interface AssignmentOutcome {
  assignment: (AssignmentRecord & { name: string }) | null;
  candidates: readonly RankedCandidate[];
}

/** Gives a task to a person, or to whoever suits best. */
export class AssignTask {
  constructor(
    readonly actor: Actor,
    readonly taskId: string,
    readonly wish: AssignmentWish = {},
  ) {}
}

@CommandHandler(AssignTask)
export class AssignTaskHandler implements ICommandHandler<AssignTask, AssignmentOutcome> {
  constructor(
    private readonly tasks: Tasks,
    private readonly ranking: AssignmentRanking,
    private readonly assignments: Assignments,
    private readonly clock: Clock,
  ) {}

  async execute({ actor, taskId, wish }: AssignTask): Promise<AssignmentOutcome> {
    const task = await this.tasks.get(taskId);
    authorizeAssigning(actor, task, wish.userId);
    if (!task.isOpen) throw new TaskClosed(task.key);
    const candidates = await this.ranking.toAssign(task, wish.userId);
    const chosen = wish.userId ? the(wish.userId, candidates, wish) : candidates.find(({ eligible }) => eligible);
    if (!chosen) return { assignment: null, candidates };
    const standing = await this.assignments.openOf(taskId, chosen.personId);
    const record = recordOf(chosen, wish, standing);
    const others = wish.inAddition ? task.assigneeIds : [];
    const events = task.assign([...others, chosen.personId], this.clock.now());
    await this.tasks.save(task, ...events.map((event) => explained(event, record)));
    return { assignment: { ...record, name: chosen.name }, candidates };
  }
}

/** Whoever may change a task may also take it on. */
function authorizeAssigning(actor: Actor, task: Task, userId?: string): void {
  const takesItOn = userId === actor.userId && actor.may('edit', task, 'status');
  if (!takesItOn) actor.authorize('assign', task);
}

function the(userId: string, candidates: readonly RankedCandidate[], { override }: AssignmentWish): RankedCandidate {
  const candidate = candidates.find(({ personId }) => personId === userId);
  if (!candidate) {
    throw new InvalidInput('/user_id', 'no_candidate', 'This person does not work on the project.');
  }
  if (!override && candidate.failedGates.length > 0) throw new NotSuitable(candidate);
  return candidate;
}

function recordOf(
  { personId, score, factors }: RankedCandidate,
  wish: AssignmentWish,
  standing?: string,
): AssignmentRecord {
  const mode = wish.userId ? 'manual' : 'best_match';
  return {
    id: standing ?? newId(),
    userId: personId,
    mode,
    score: rounded(score),
    factors,
    reason: wish.reason ?? null,
  };
}

/** Followers learn from the event why it was this person. */
function explained(event: DomainEvent, { userId, ...record }: AssignmentRecord): DomainEvent {
  return { ...event, data: { ...event.data, assignment: { user_id: userId, ...record } } };
}

const rounded = (score: number) => Math.round(score * 10_000) / 10_000;

/** What is finished or cancelled needs nobody. */
export class TaskClosed extends DomainError {
  constructor(key: string) {
    super('conflict', 'task_closed', `${key} is finished or cancelled.`);
  }
}

/** Something speaks against the person; `override` gives them the task all the same. */
export class NotSuitable extends DomainError {
  constructor({ name, failedGates }: RankedCandidate) {
    const reasons = failedGates.map(({ reason }) => reason).join('; ');
    super('conflict', 'not_suitable', `${name} ${reasons}.`, { failed_gates: failedGates });
  }
}
