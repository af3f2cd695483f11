import { Choice, Day, Decimal, Flag, Id, Instant, Integer, ListOf, Text } from '#platform/http/fields';
import { priorities } from '../domain/task.ts';

/** The person in a path. */
export class WorkerParam {
  @Id() user_id: string;
}

export class WorkloadWeekBody {
  @Day({ description: 'Monday of the week' })
  week: string;

  @Decimal({ example: 22.5 })
  planned_hours: number;

  @Decimal({ description: 'Less what absences take', example: 32 })
  capacity_hours: number;

  @Flag()
  is_overloaded: boolean;
}

/** How much somebody has to do; hours are hours a week. */
export class MemberWorkloadBody {
  @Id()
  user_id: string;

  @Text({ example: 'Ana' })
  name: string;

  @Integer({ example: 4 })
  active_tasks: number;

  @Decimal({ example: 22.5 })
  planned_hours: number;

  @Decimal({ example: 40 })
  weekly_hours: number;

  @Decimal({ description: 'What is left of the week', example: 17.5 })
  available_capacity: number;

  @Flag()
  is_overloaded: boolean;
}

export class PersonWorkloadBody extends MemberWorkloadBody {
  @ListOf(() => WorkloadWeekBody)
  weeks: WorkloadWeekBody[];
}

export class TeamWorkloadBody {
  @ListOf(() => MemberWorkloadBody, { max: 100_000 })
  members: MemberWorkloadBody[];

  @Integer({ description: 'How many of them are overloaded', example: 1 })
  overloaded: number;
}

export class WorkloadQuery {
  @Integer({ min: 1, max: 52, optional: true, default: 8, description: 'How far to look ahead' })
  weeks?: number;
}

export class SuggestionQuery {
  @Integer({ min: 1, max: 50, optional: true, default: 5 })
  limit?: number;
}

/** A waiting task that would suit a person. */
export class SuggestedTaskBody {
  @Id()
  task_id: string;

  @Text({ example: 'WEB-42' })
  task_key: string;

  @Text({ max: 500, example: 'Draw the sitemap' })
  task_title: string;

  @Id()
  project_id: string;

  @Decimal({ min: 0, max: 100, example: 74.2 })
  recommendation_score: number;

  @Integer({ min: 1, max: 10, example: 4 })
  difficulty: number;

  @Choice(priorities, { example: 'high' })
  priority: string;
}

/** The task that waits for a person since they finished their last one. */
export class NextTaskBody {
  @Id()
  task_id: string;

  @Text({ example: 'WEB-43' })
  task_key: string;

  @Text({ max: 500, example: 'Write the imprint' })
  task_title: string;

  @Decimal({ min: 0, max: 100, example: 74.2 })
  recommendation_score: number;

  @Instant()
  queued_at: string;
}

export class SuggestionsBody {
  @ListOf(() => SuggestedTaskBody)
  suggestions: SuggestedTaskBody[];

  @ListOf(() => NextTaskBody, { max: 1, description: 'The queued task, if any' })
  next: NextTaskBody[];
}
