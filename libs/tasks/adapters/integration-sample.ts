import type { Actor } from '#kernel/index';
import { RateSkills, RequiredSkills, sampleData, type SampleSize, type SampleTask } from '#learning/index';
import { CreateProject } from '#projects/index';
import { Injectable } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { sql } from 'kysely';
import { permitted } from '#platform/permissions/visible';
import { Database } from '#platform/postgres/database';
import { CreateTask } from '../application/create-task.ts';
import { momentOf } from '../domain/due-date.ts';
import type { CreateAndAssignBody } from './integration.dto.ts';
import { taskColumns } from './task-listing.ts';

/** What was put into the organization. */
export interface SampleMade {
  projects: { id: string; title: string }[];
  skills: number;
  tasks: number;
  profiles: number;
}

/** Puts made-up projects with their backlog into an organization, for trials of the workflow. */
@Injectable()
export class IntegrationSample {
  constructor(
    private readonly commands: CommandBus,
    private readonly skills: RequiredSkills,
    private readonly database: Database,
  ) {}

  async create(actor: Actor, seed: number, size: Omit<SampleSize, 'people'>): Promise<SampleMade> {
    const data = sampleData(seed, { ...size, people: 24 });
    await this.skills.resolve(data.skills);
    const profiles = await this.fillProfiles(actor, data.people);
    const projects: SampleMade['projects'] = [];
    for (const { title, description, tasks } of data.projects) {
      const id = await this.commands.execute<CreateProject, string>(new CreateProject(actor, { title, description }));
      for (const task of tasks) await this.createTask(actor, id, task);
      projects.push({ id, title });
    }
    const tasks = data.projects.reduce((sum, project) => sum + project.tasks.length, 0);
    return { projects, skills: data.skills.length, tasks, profiles };
  }

  /** An open task that the actor may change, one that somebody has if there is one. */
  async someOpenTask(actor: Actor): Promise<string | undefined> {
    const row = await this.database.row<{ id: string }>(sql`
      select t.id from tasks t
      where t.organization_id = ${actor.organizationId} and t.status_category not in ('done', 'cancelled')
        and ${permitted(actor, 'edit', 'Task', taskColumns)}
      order by t.assignee_ids = '{}', random() limit 1`);
    return row?.id;
  }

  /** A task that asks for what the actor does best, so that it surely suits somebody. */
  async taskFor(actor: Actor, projectId: string): Promise<CreateAndAssignBody> {
    const best = await this.database.row<{ name: string }>(sql`
      select s.name from skill_profiles p join skills s on s.organization_id = p.organization_id and s.id = p.skill_id
      where p.organization_id = ${actor.organizationId} and p.user_id = ${actor.userId}
      order by p.proficiency desc limit 1`);
    const required_skills = best ? [best.name] : [];
    return { title: 'Try the workflow', project_id: projectId, required_skills, difficulty: 5, estimate_hours: 1 };
  }

  async performanceOf({ organizationId }: Actor, userId: string): Promise<Record<string, unknown>> {
    const row = await this.database.row<Record<string, unknown>>(sql`
      select user_id, score, tasks_completed, tasks_on_time from performances
      where organization_id = ${organizationId} and user_id = ${userId}`);
    return row ?? {};
  }

  private async createTask(actor: Actor, projectId: string, task: SampleTask): Promise<void> {
    const { requiredSkills, dueInDays, ...details } = task;
    const today = Temporal.Now.plainDateISO(actor.timeZone);
    const due = dueInDays === null ? null : today.add({ days: dueInDays }).toString();
    const found = await this.skills.resolve(requiredSkills);
    const dueMoment = due && momentOf(due, actor.timeZone, '/due_date', 'end');
    await this.commands.execute(
      new CreateTask(actor, projectId, { ...details, requiredSkills: found, due: dueMoment || null }),
    );
  }

  /** Members who have not said what they can do get the skills of somebody from the sample. */
  private async fillProfiles(actor: Actor, people: ReturnType<typeof sampleData>['people']): Promise<number> {
    const members = await this.database.rows<{ user_id: string }>(sql`
      select user_id from members m
      where organization_id = ${actor.organizationId} and status = 'active' and not exists (
        select from skill_profiles p where p.organization_id = m.organization_id and p.user_id = m.user_id)
      order by user_id limit ${people.length}`);
    for (const [index, { user_id }] of members.entries()) {
      await this.commands.execute(new RateSkills(actor, user_id, people[index]!.skills, true));
    }
    return members.length;
  }
}
