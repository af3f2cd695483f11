import { type DomainEvent, NotFound } from '#kernel/index';
import type { AssignableTask } from '../domain/assignable-task.ts';
import type { CandidateFacts } from '../domain/assignment-candidate.ts';
import { AssignmentCandidates } from '../domain/assignment-candidates.ts';
import { type AssignmentChange, Assignments } from '../domain/assignments.ts';
import { NextTasks } from '../domain/next-tasks.ts';
import { Task, type TaskDetails } from '../domain/task.ts';
import { Tasks } from '../domain/tasks.ts';

/** A task of a project WEB, created at nine on the fifth of January 2026. */
export function webTask(number: number, details: Partial<TaskDetails> = {}): Task {
  const identity = {
    organizationId: 'organization',
    id: `task-${number}`,
    projectId: 'project',
    projectKey: 'WEB',
    number,
    creatorId: 'ada',
  };
  const at = Temporal.Instant.from('2026-01-05T09:00:00Z');
  return new Task(identity, { key: 'todo', category: 'todo' }, { title: `Task ${number}`, ...details }, at);
}

/** Somebody with 40 hours a week, nothing in hand and these skills. */
export function candidate(userId: string, skills: Record<string, number> = {}, changes: Partial<CandidateFacts> = {}) {
  const facts: CandidateFacts = {
    userId,
    name: userId,
    timeZone: 'UTC',
    hoursPerWeek: 40,
    hoursInHand: 0,
    openTasks: 0,
    performance: null,
    skills: Object.entries(skills).map(([skill, proficiency]) => ({ skill, proficiency, usedAt: [] })),
    absences: [],
    lastAssignedAt: null,
    ...changes,
  };
  return facts;
}

/** Tasks that are forgotten with the test. */
export class InMemoryAssignedTasks extends Tasks {
  readonly events: DomainEvent[] = [];

  constructor(private readonly tasks: Task[]) {
    super();
  }

  async get(id: string): Promise<Task> {
    const task = this.tasks.find((one) => one.id === id);
    if (!task) throw new NotFound('task', id);
    return task;
  }

  async findExternal(source: string, id: string): Promise<Task | undefined> {
    return this.tasks.find(({ externalSource, externalId }) => externalSource === source && externalId === id);
  }

  async checkPlace(): Promise<void> {
    // Every place is a good one here.
  }

  async checkAssignees(): Promise<void> {
    // Everybody is welcome here.
  }

  async add(task: Task, ...events: DomainEvent[]): Promise<void> {
    this.tasks.push(task);
    this.events.push(...events);
  }

  async save(_task: Task, ...events: DomainEvent[]): Promise<void> {
    this.events.push(...events);
  }

  async remove(task: Task, ...events: DomainEvent[]): Promise<void> {
    this.tasks.splice(this.tasks.indexOf(task), 1);
    this.events.push(...events);
  }
}

/** People who are asked, and how they were kept apart. */
export class InMemoryCandidates extends AssignmentCandidates {
  readonly serialized: (string | undefined)[] = [];

  constructor(readonly people: CandidateFacts[]) {
    super();
  }

  async forTask(): Promise<CandidateFacts[]> {
    return this.people;
  }

  async person(userId: string): Promise<CandidateFacts | undefined> {
    return this.people.find((one) => one.userId === userId);
  }

  async serialize(userId?: string): Promise<void> {
    this.serialized.push(userId);
  }
}

/** Assignments that are forgotten with the test. */
export class InMemoryAssignments extends Assignments {
  readonly changes: AssignmentChange[] = [];

  async record(change: AssignmentChange): Promise<void> {
    this.changes.push(change);
  }

  async openOf(taskId: string, userId: string): Promise<string | undefined> {
    const ofTask = this.changes.filter((change) => change.taskId === taskId);
    const last = ofTask.findLast(({ added, removed }) => {
      return removed.includes(userId) || added.some((record) => record.userId === userId);
    });
    return last?.added.find((record) => record.userId === userId)?.id;
  }
}

/** A queue of next tasks that is forgotten with the test. */
export class InMemoryNextTasks extends NextTasks {
  readonly events: DomainEvent[] = [];
  readonly queued = new Map<string, { taskId: string; afterTaskId: string }>();

  constructor(readonly waiting: AssignableTask[]) {
    super();
  }

  async waitingFor(_userId: string, limit: number): Promise<AssignableTask[]> {
    return this.waiting.slice(0, limit);
  }

  async queuedAfter(userId: string, afterTaskId: string): Promise<string | undefined> {
    const next = this.queued.get(userId);
    return next?.afterTaskId === afterTaskId ? next.taskId : undefined;
  }

  async queue(userId: string, next: { taskId: string; afterTaskId: string }): Promise<boolean> {
    if ([...this.queued.values()].some(({ taskId }) => taskId === next.taskId)) return false;
    this.queued.set(userId, next);
    return true;
  }

  async clear(userId: string): Promise<void> {
    this.queued.delete(userId);
  }

  tell(event: DomainEvent): void {
    this.events.push(event);
  }
}
