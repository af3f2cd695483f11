import { Choice, Day, Decimal, Id, Integer, ListOf, Nested, Text } from '#platform/http/fields';
import { statusCategories } from '#projects/index';
import { priorities } from '#tasks/index';
import { ActiveProjectBody, LoadBody } from './user-dashboard.dto.ts';

/** Which team. */
export class TeamDashboardQuery {
  @Id({ optional: true, description: 'Only this project and who works on it' })
  project_id?: string;
}

/** How somebody does and how much they have to do. */
export class TeamMemberBody extends LoadBody {
  @Id()
  user_id: string;

  @Text({ example: 'Ana' })
  name: string;

  @Decimal({ min: 0, max: 100, description: 'Without a finished task, where everyone starts', example: 87.5 })
  score: number;

  @Text({ example: 'Good' })
  level: string;

  @Integer({ example: 42 })
  tasks_completed: number;

  @Decimal({ min: 0, max: 1, nullable: true, description: 'Null before the first finished task', example: 0.9 })
  on_time_ratio: number | null;
}

export class TeamPerformanceBody {
  @Decimal({
    min: 0,
    max: 100,
    nullable: true,
    description: 'Of those with a finished task; null if none',
    example: 78,
  })
  average_score: number | null;

  @Text({ nullable: true, example: 'Good' })
  level: string | null;

  @Integer({ description: 'Tasks that these people have ever finished', example: 420 })
  tasks_completed: number;

  @Decimal({ min: 0, max: 1, nullable: true, example: 0.86 })
  on_time_ratio: number | null;

  @Integer({ description: 'How many of them have more to do than hours', example: 1 })
  overloaded: number;

  @ListOf(() => TeamMemberBody, { max: 100_000, description: 'Best score first' })
  members: TeamMemberBody[];
}

export class TaskCompletionBody {
  @Integer({ example: 120 })
  total: number;

  @Integer({ example: 70 })
  completed: number;

  @Integer({ example: 45 })
  open: number;

  @Integer({ example: 5 })
  cancelled: number;

  @Integer({ description: 'Open and past due', example: 3 })
  overdue: number;

  @Integer({ description: 'Open and nobody’s', example: 9 })
  unassigned: number;

  @Integer({ min: 0, max: 100, description: 'Completed ones of those not cancelled, in percent', example: 61 })
  completion_rate: number;
}

export class ProductivityBody {
  @Integer({ description: 'In the last 7 days', example: 14 })
  completed_last_week: number;

  @Integer({ description: 'In the 7 days before', example: 11 })
  completed_week_before: number;

  @Decimal({ nullable: true, description: 'From the one to the other, in percent; null from nothing', example: 27.3 })
  change: number | null;

  @Decimal({ nullable: true, description: 'Tasks per person and week over the last 4 weeks', example: 2.4 })
  tasks_per_person: number | null;

  @Decimal({ nullable: true, description: 'Half of the last 4 weeks’ tasks took no longer than this', example: 4.5 })
  median_days: number | null;

  @Decimal({ description: 'Time booked in the last 7 days', example: 212.5 })
  logged_hours: number;
}

export class TopPerformerBody {
  @Id()
  user_id: string;

  @Text({ example: 'Ana' })
  name: string;

  @Decimal({ min: 0, max: 100, example: 87.5 })
  score: number;

  @Text({ example: 'Good' })
  level: string;

  @Integer({ example: 42 })
  tasks_completed: number;

  @Decimal({ min: 0, max: 1, nullable: true, example: 0.9 })
  on_time_ratio: number | null;
}

export class CategoryCountBody {
  @Choice(statusCategories, { example: 'in_progress' })
  status_category: string;

  @Integer({ example: 12 })
  tasks: number;
}

export class PriorityCountBody {
  @Choice(priorities, { example: 'high' })
  priority: string;

  @Integer({ description: 'Open ones', example: 7 })
  tasks: number;
}

export class PersonCountBody {
  @Id()
  user_id: string;

  @Text({ example: 'Ana' })
  name: string;

  @Integer({ description: 'Open ones', example: 4 })
  tasks: number;
}

export class TaskDistributionBody {
  @ListOf(() => CategoryCountBody)
  by_status: CategoryCountBody[];

  @ListOf(() => PriorityCountBody)
  by_priority: PriorityCountBody[];

  @ListOf(() => PersonCountBody, { max: 100_000, description: 'Whoever has the most first' })
  by_person: PersonCountBody[];
}

export class PerformanceWeekBody {
  @Day({ description: 'Monday of the week' })
  week: string;

  @Integer({ example: 14 })
  tasks_completed: number;

  @Decimal({ min: 0, max: 100, nullable: true, description: 'Mean score of the tasks judged in the week', example: 81 })
  average_score: number | null;

  @Decimal({ min: 0, max: 1, nullable: true, example: 0.93 })
  on_time_ratio: number | null;
}

/** A project, and what is still to do in it. */
export class TeamProjectBody extends ActiveProjectBody {
  @Integer({ example: 12 })
  open_tasks: number;

  @Integer({ example: 2 })
  overdue_tasks: number;
}

export class SkillLevelCountBody {
  @Text({ example: 'Advanced' })
  level: string;

  @Integer({ example: 3 })
  people: number;
}

export class SkillShareBody {
  @Text({ example: 'TypeScript' })
  skill: string;

  @Integer({ description: 'Who has it at all', example: 8 })
  people: number;

  @Decimal({ min: 0, max: 100, description: 'Among those who have it', example: 61.5 })
  average_proficiency: number;

  @ListOf(() => SkillLevelCountBody, { description: 'Every level, the lowest first' })
  levels: SkillLevelCountBody[];
}

/** How a team does, over the projects that the caller may analyze. */
export class TeamAnalyticsBody {
  @Nested(() => TeamPerformanceBody)
  team_performance: TeamPerformanceBody;

  @Nested(() => TaskCompletionBody)
  task_completion: TaskCompletionBody;

  @Nested(() => ProductivityBody)
  productivity: ProductivityBody;

  @ListOf(() => TopPerformerBody, { max: 5, description: 'The five best scores among those who have finished a task' })
  top_performers: TopPerformerBody[];

  @Nested(() => TaskDistributionBody)
  task_distribution: TaskDistributionBody;

  @ListOf(() => PerformanceWeekBody, { max: 12, description: 'The last 12 weeks, the oldest first' })
  performance_trend: PerformanceWeekBody[];

  @ListOf(() => TeamProjectBody, { max: 50, description: 'Those with the most open tasks first' })
  projects: TeamProjectBody[];

  @ListOf(() => SkillShareBody, { max: 50, description: 'The most common first' })
  skill_distribution: SkillShareBody[];
}

export class TeamDashboardBody {
  @Nested(() => TeamAnalyticsBody)
  analytics: TeamAnalyticsBody;
}
