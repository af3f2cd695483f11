import {
  Choice,
  DateOrTime,
  Decimal,
  Flag,
  Id,
  Integer,
  ListOf,
  MarkdownText,
  Nested,
  object,
  OneOf,
  Text,
} from '#platform/http/fields';
import { list, text } from '#platform/http/shapes';
import { priorities } from '../domain/task.ts';
import { AssignmentBody, RefusalBody } from './assignment.dto.ts';

/** A skill by name, and how much of it the task takes. */
export class SkillNeedBody {
  @Text({ min: 1, max: 100, example: 'TypeScript' })
  name: string;

  @Decimal({ min: 0, max: 100, optional: true, default: 0, example: 60 })
  level?: number;

  @Flag({ optional: true, default: true, description: 'Nobody without it is considered' })
  mandatory?: boolean;
}

/** A task that looks for its person at once. */
export class CreateAndAssignBody {
  @Text({ min: 1, max: 500, example: 'Draw the sitemap' })
  title: string;

  @MarkdownText({ optional: true, example: 'Three levels at most.' })
  description?: string;

  @Id()
  project_id: string;

  @OneOf([list(text({ min: 1, max: 100 }), { max: 30 }), list(object(SkillNeedBody), { max: 30 })], {
    optional: true,
    description: 'Names, or names with the least proficiency',
    example: ['TypeScript', 'Information architecture'],
  })
  required_skills?: (string | SkillNeedBody)[];

  @Integer({ min: 1, max: 10, optional: true, default: 5, example: 4 })
  difficulty?: number;

  @Choice(priorities, { optional: true, default: 'medium', example: 'high' })
  priority?: (typeof priorities)[number];

  @DateOrTime({ optional: true, nullable: true, example: '2026-12-15' })
  due_date?: string | null;

  @Decimal({ min: 0, max: 100_000, optional: true, nullable: true, example: 6 })
  estimate_hours?: number | null;
}

/** The task, and who has it; `assignment` is null when nobody suits. */
export class CreatedAndAssignedBody {
  @Flag({ example: true })
  success: boolean;

  @Id()
  task_id: string;

  @Text({ example: 'WEB-42' })
  task_key: string;

  @Text({ max: 500, example: 'Draw the sitemap' })
  task_title: string;

  @Nested(() => AssignmentBody, { nullable: true })
  assignment: AssignmentBody | null;

  @ListOf(() => RefusalBody, { max: 100_000, description: 'What spoke against each candidate, where nobody suits' })
  reasons: RefusalBody[];

  @Text({ max: 1000, example: 'WEB-42 went to Ana (score 81.4).' })
  message: string;
}

export class CompleteTaskBody {
  @MarkdownText({ max: 10_000, optional: true, example: 'Done and checked with the customer.' })
  notes?: string;
}

/** A finished task, and what followed. */
export class TaskCompletedBody {
  @Flag({ example: true })
  success: boolean;

  @Id()
  task_id: string;

  @Id({ description: 'Who has finished it' })
  user_id: string;

  @Text({ max: 1000, example: 'WEB-42 is done.' })
  message: string;

  @Flag({ description: 'Skills and performance have moved with it' })
  performance_updated: boolean;

  @Flag({ description: 'Whether a next task waits for the person' })
  next_task_queued: boolean;

  @Id({ nullable: true, description: 'The task that waits' })
  next_task_id: string | null;
}
