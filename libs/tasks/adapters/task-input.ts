import type { Actor } from '#kernel/index';
import { momentOf } from '../domain/due-date.ts';
import type { RequiredSkill, TaskDetails } from '../domain/task.ts';
import type { EditTaskBody } from './task.dto.ts';

/** The details that a body names, in the words of the domain; what it leaves out stays out. */
export function detailsOf(actor: Actor, body: EditTaskBody, skills?: RequiredSkill[]): Partial<TaskDetails> {
  const zone = actor.timeZone;
  const start = body.start_date && momentOf(body.start_date, zone, '/start_date', 'start');
  const due = body.due_date && momentOf(body.due_date, zone, '/due_date', 'end');
  const details: Partial<TaskDetails> = {
    title: body.title,
    description: body.description,
    priority: body.priority,
    difficulty: body.difficulty,
    requiredSkills: skills,
    start: body.start_date === undefined ? undefined : start || null,
    due: body.due_date === undefined ? undefined : due || null,
    estimateHours: body.estimate_hours,
    actualHours: body.actual_hours,
    cost: body.cost,
    labels: body.labels && [...new Set(body.labels)],
    customFields: body.custom_fields,
    links: body.links?.map(({ kind, target, title }) => ({ kind, target, title: title ?? '' })),
    milestoneId: body.milestone_id,
    parentId: body.parent_id,
  };
  return Object.fromEntries(Object.entries(details).filter(([, value]) => value !== undefined));
}
