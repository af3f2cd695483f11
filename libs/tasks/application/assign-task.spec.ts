import { beforeEach, describe, expect, it } from '@jest/globals';
import { Actor } from '#kernel/index';
import { FixedClock } from '#kernel/testing/fixed-clock';
import { FixedPolicies } from '#learning/testing/fixed-policies';
import type { CandidateFacts } from '../domain/assignment-candidate.ts';
import type { Task } from '../domain/task.ts';
import {
  candidate,
  InMemoryAssignedTasks,
  InMemoryAssignments,
  InMemoryCandidates,
  webTask,
} from '../testing/in-memory-assignment.ts';
import { AssignmentRanking } from './assignment-ranking.ts';
import { AssignTask, AssignTaskHandler, type AssignmentWish } from './assign-task.ts';
import { RecordAssignments } from './record-assignments.ts';

const actorWho = (can: (action: string) => boolean) =>
  new Actor('ada', 'organization', {
    rules: [],
    codes: new Set(),
    can,
    explain: () => ({ allowed: true, reason: '' }),
  });

const design = { skill_id: 'skill-7', name: 'Design', level: 60, mandatory: true };

describe('Assigning a task', () => {
  let task: Task;
  let tasks: InMemoryAssignedTasks;
  let assignments: InMemoryAssignments;
  let candidates: InMemoryCandidates;

  beforeEach(() => {
    task = webTask(1, { requiredSkills: [design], difficulty: 7, estimateHours: 8 });
    tasks = new InMemoryAssignedTasks([task]);
    assignments = new InMemoryAssignments();
  });

  async function assign(people: CandidateFacts[], wish: AssignmentWish = {}, actor = actorWho(() => true)) {
    candidates = new InMemoryCandidates(people);
    const ranking = new AssignmentRanking(candidates, new FixedPolicies(), new FixedClock());
    const handler = new AssignTaskHandler(tasks, ranking, assignments, new FixedClock());
    const before = tasks.events.length;
    const outcome = await handler.execute(new AssignTask(actor, 'task-1', wish));
    const records = new RecordAssignments(assignments);
    for (const event of tasks.events.slice(before)) await records.whenAssigned(event);
    return outcome;
  }

  it('goes to whoever suits best, while nobody else is given anything, with reasons that sum to the score', async () => {
    const people = [candidate('ben', { 'skill-7': 65 }), candidate('ana', { 'skill-7': 90 })];
    const { assignment } = await assign(people);
    expect(assignment).toMatchObject({ userId: 'ana', mode: 'best_match' });
    expect(assignment!.factors.reduce((sum, { contribution }) => sum + contribution, 0)).toBeCloseTo(
      assignment!.score!,
      3,
    );
    expect(task.assigneeIds).toEqual(['ana']);
    expect(candidates.serialized).toEqual([undefined]);
    expect(tasks.events).toMatchObject([
      { type: 'task.assigned', data: { added: ['ana'], assignment: { user_id: 'ana' } } },
    ]);
    expect(assignments.changes).toMatchObject([{ added: [{ id: assignment!.id, score: assignment!.score }] }]);
  });

  it('goes to nobody when everyone fails a gate, and names the gates in words', async () => {
    const people = [
      candidate('ana', { 'skill-7': 30 }),
      candidate('ben', { 'skill-7': 90 }, { hoursInHand: 37 }),
      candidate('cid', { 'skill-7': 90 }, { absences: [{ startsOn: '2026-01-01', endsOn: '2026-01-30' }] }),
    ];
    const { assignment, candidates: judged } = await assign(people);
    expect(assignment).toBeNull();
    expect(task.assigneeIds).toEqual([]);
    const reasons = Object.fromEntries(judged.map(({ personId, failedGates }) => [personId, failedGates[0]]));
    expect(reasons).toEqual({
      ana: { gate: 'skills', reason: 'lacks Design (30 of 60)' },
      ben: { gate: 'capacity', reason: 'has 74 of 80 hours; the task needs 8' },
      cid: { gate: 'availability', reason: 'is away until 2026-01-31T00:00:00Z' },
    });
  });

  it('goes to a named person, who keeps it from others only with a reason against them overridden', async () => {
    const people = [candidate('ana', { 'skill-7': 30 }), candidate('ben', { 'skill-7': 90 })];
    await expect(assign(people, { userId: 'ana' })).rejects.toMatchObject({
      code: 'not_suitable',
      message: 'ana lacks Design (30 of 60).',
    });
    const { assignment } = await assign(people, { userId: 'ana', override: true, reason: 'to learn' });
    expect(assignment).toMatchObject({ userId: 'ana', mode: 'manual', reason: 'to learn' });
    expect(candidates.serialized).toEqual(['ana']);
  });

  it('is no change when the best has it already, and tells the standing assignment', async () => {
    const people = [candidate('ana', { 'skill-7': 90 })];
    const first = await assign(people);
    const again = await assign(people);
    expect(again.assignment!.id).toBe(first.assignment!.id);
    expect(assignments.changes).toHaveLength(1);
  });

  it('replaces those who have it, or joins them', async () => {
    const people = [candidate('ana', { 'skill-7': 90 }), candidate('ben', { 'skill-7': 70 })];
    await assign(people);
    await assign(people, { userId: 'ben', inAddition: true });
    expect(task.assigneeIds).toEqual(['ana', 'ben']);
    await assign(people, { userId: 'ben' });
    expect(task.assigneeIds).toEqual(['ben']);
    expect(assignments.changes.at(-1)).toMatchObject({ added: [], removed: ['ana'] });
  });

  it('is refused for finished tasks, for strangers, and without the permission', async () => {
    await expect(assign([], { userId: 'eve' })).rejects.toMatchObject({ code: 'no_candidate' });
    await expect(
      assign(
        [],
        {},
        actorWho(() => false),
      ),
    ).rejects.toMatchObject({ code: 'permission_missing' });
    task.moveTo({ key: 'done', category: 'done' }, 'ada', Temporal.Instant.from('2026-01-05T09:00:00Z'));
    await expect(assign([])).rejects.toMatchObject({ code: 'task_closed' });
  });

  it('may be done by whoever may change the task, for themselves only', async () => {
    const people = [candidate('ada', { 'skill-7': 90 }), candidate('ben', { 'skill-7': 90 })];
    const editor = actorWho((action) => action === 'edit');
    expect((await assign(people, { userId: 'ada' }, editor)).assignment).toMatchObject({ userId: 'ada' });
    await expect(assign(people, { userId: 'ben' }, editor)).rejects.toMatchObject({ code: 'permission_missing' });
  });
});
