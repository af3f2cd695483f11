import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { QueryBus } from '@nestjs/cqrs';
import { CreateProject } from '#projects/index';
import { milestoneSchema } from '#projects/adapters/milestone.schema';
import { portfolioSchema } from '#projects/adapters/portfolio.schema';
import { projectSchema } from '#projects/adapters/project.schema';
import { learningEntities } from '#learning/adapters/learning.schema';
import { RateSkills, RequiredSkills } from '#learning/index';
import { TestOrganization } from '#learning/testing/test-organization';
import type { Config } from '#platform/config/config';
import { ConfigModule } from '#platform/config/config.module';
import { Database } from '#platform/postgres/database';
import { AssignTask, type AssignmentOutcome } from '../application/assign-task.ts';
import { CompleteTask } from '../application/complete-task.ts';
import { CreateTask } from '../application/create-task.ts';
import { PreviewAssignment } from '../application/preview-assignment.ts';
import { type SuggestedTask, SuggestedTasks } from '../application/task-suggestions.ts';
import type { RankedCandidate } from '../application/assignment-ranking.ts';
import { AssignmentModule } from '../assignment.module.ts';
import { TasksModule } from '../tasks.module.ts';
import { taskSchema } from './task.schema.ts';

const entities = [...learningEntities, projectSchema, portfolioSchema, milestoneSchema, taskSchema];

describe('Assignment on PostgreSQL', () => {
  let organization: TestOrganization;
  let projectId: string;
  let number = 0;

  beforeAll(async () => {
    const config = ConfigModule.forRoot({ testEndpoints: true } as Config);
    organization = await TestOrganization.start([config, TasksModule, AssignmentModule], entities);
    projectId = await organization.execute(new CreateProject(organization.actor, { title: 'Works' }));
  }, 60_000);

  afterAll(() => organization?.stop());

  async function worker(skill: string, proficiency: number, weeklyHours = 40): Promise<string> {
    const id = await organization.member(`Worker ${++number}`, { weeklyHours });
    await organization.execute(new RateSkills(organization.actor, id, [{ name: skill, proficiency }], true));
    return id;
  }

  async function task(skill: string, estimateHours = 2, level = 0): Promise<string> {
    const skills = organization.app.get(RequiredSkills, { strict: false });
    const requiredSkills = await organization.write(() => skills.resolve([{ name: skill, level }]));
    const details = { title: `Task ${++number}`, requiredSkills, estimateHours };
    return organization.execute(new CreateTask(organization.actor, projectId, details));
  }

  const assign = (taskId: string, userId?: string) =>
    organization.execute<AssignmentOutcome>(new AssignTask(organization.actor, taskId, { userId }));
  const complete = (taskId: string) => organization.execute(new CompleteTask(organization.actor, taskId));

  it('judges forty people in as many statements as one', async () => {
    const database = organization.app.get(Database, { strict: false });
    const statements = jest.spyOn(database, 'rows');
    const preview = async (taskId: string) => {
      statements.mockClear();
      const query = new PreviewAssignment(organization.actor, taskId);
      const people = await organization.write(
        () => organization.app.get(QueryBus).execute(query) as Promise<RankedCandidate[]>,
      );
      return { people: people.length, statements: statements.mock.calls.length };
    };
    await worker('Glazing', 50);
    const glazing = await task('Glazing');
    const few = await preview(glazing);
    for (let n = 0; n < 40; n++) await worker('Glazing', 50);
    const many = await preview(glazing);
    statements.mockRestore();
    expect(many.people).toBe(few.people + 40);
    expect(many.statements).toBe(few.statements);
  });

  it('gives no more than fits, by name and by best match at the same time', async () => {
    const ana = await worker('Masonry', 60, 20);
    const tasks = [];
    for (let n = 0; n < 12; n++) tasks.push(await task('Masonry', 10)); // two weeks ahead: five hours a week each
    const outcomes = await Promise.allSettled(tasks.map((id, n) => assign(id, n % 2 ? ana : undefined)));
    const given = outcomes.filter(({ status, value }: { status: string; value?: AssignmentOutcome }) => {
      return status === 'fulfilled' && value?.assignment;
    });
    expect(given).toHaveLength(4);
    for (const outcome of outcomes) {
      if (outcome.status === 'rejected') expect(outcome.reason).toMatchObject({ code: 'not_suitable' });
    }
    const [load] = await organization.rows(
      `select sum(estimate_hours) / 2 as weekly from tasks where assignee_ids = array[$1::uuid]`,
      ana,
    );
    expect(Number(load!.weekly)).toBe(20);
  });

  it('keeps the log of a person whole when they finish many tasks at once', async () => {
    const cid = await worker('Roofing', 40);
    const tasks = [];
    for (let n = 0; n < 8; n++) {
      tasks.push(await task('Roofing', 1));
      await assign(tasks.at(-1)!, cid);
    }
    await Promise.all(tasks.map(complete));
    const steps = await organization.rows(`select * from performance_log where user_id = $1 order by place`, cid);
    expect(steps).toHaveLength(8);
    steps.slice(1).forEach((step, n) => expect(step.before).toEqual(steps[n]!.after));
    const [performance] = await organization.rows(`select * from performances where user_id = $1`, cid);
    expect(performance).toMatchObject({ score: steps.at(-1)!.after, tasks_completed: 8 });
    const skills = await organization.rows(
      `select before, after from skill_changes where user_id = $1 and task_id is not null order by place`,
      cid,
    );
    skills.slice(1).forEach((step, n) => expect(step.before).toEqual(skills[n]!.after));
  });

  it('queues no task for two people who finish at the same moment', async () => {
    const people = [await worker('Tiling', 60), await worker('Tiling', 60)];
    const busy = [];
    for (const id of people) {
      busy.push(await task('Tiling'));
      await assign(busy.at(-1)!, id);
    }
    const waiting = await task('Tiling', 2, 50);
    await Promise.all(busy.map(complete));
    const queued = await organization.rows(
      `select user_id from queued_tasks where task_id = $1 and user_id = any($2)`,
      waiting,
      people,
    );
    expect(queued).toHaveLength(1);
    const suggestions = await Promise.all(
      people.map((id) => organization.ask<SuggestedTask[]>(new SuggestedTasks(organization.actor, id, 50))),
    );
    const offered = suggestions.map((list) => list.some(({ task_id }) => task_id === waiting));
    expect(offered.filter(Boolean)).toHaveLength(1);
  });

  it('offers nothing to those who may not work', async () => {
    const viewer = await organization.member('Viewer', { role: 'viewer' });
    const denied = await worker('Carving', 80);
    await organization.rows(
      `insert into permission_overrides (organization_id, id, user_id, scope_type, scope_id, permission, effect)
       values ($1, $2, $2, 'project', $3, 'edit_own_tasks', 'deny')`,
      organization.id,
      denied,
      projectId,
    );
    const { candidates } = await assign(await task('Carving'));
    const ids = candidates.map(({ personId }) => personId);
    expect(ids).not.toContain(viewer);
    expect(ids).not.toContain(denied);
    expect(await organization.ask(new SuggestedTasks(organization.actor, denied))).toEqual([]);
  });
});
