import { Choice, DateOrTime, Day, Decimal, Flag, Id, Integer, ListOf, Nested, Text } from '#platform/http/fields';
import { statusCategories } from '#projects/index';
import { priorities } from '#tasks/index';

export const projectHealths = ['on_track', 'at_risk', 'blocked'] as const;
export const projectStatuses = ['planned', 'active', 'on_hold', 'completed', 'cancelled'] as const;

/** Whose dashboard. */
export class UserDashboardQuery {
  @Id({ optional: true, description: 'A colleague; takes `view_analytics`. Oneself by default' })
  user_id?: string;
}

/** A project as dashboards show it. */
export class ActiveProjectBody {
  @Id()
  id: string;

  @Text({ example: 'WEB' })
  key: string;

  @Text({ example: 'Website' })
  title: string;

  @Choice(projectStatuses, { example: 'active' })
  status: string;

  @Choice(projectHealths, { example: 'on_track' })
  health: string;

  @Integer({ min: 0, max: 100, description: 'Share of its tasks that are done, in percent', example: 40 })
  progress: number;

  @Day({ nullable: true, example: '2027-03-31' })
  due_date: string | null;
}

/** An open task of the person. */
export class ActiveTaskBody {
  @Id()
  id: string;

  @Text({ example: 'WEB-42' })
  key: string;

  @Text({ max: 500, example: 'Draw the sitemap' })
  title: string;

  @Id()
  project_id: string;

  @Text({ example: 'in_progress' })
  status: string;

  @Choice(statusCategories, { example: 'in_progress' })
  status_category: string;

  @Choice(priorities, { example: 'high' })
  priority: string;

  @DateOrTime({ nullable: true, example: '2026-12-15' })
  due_date: string | null;

  @Flag()
  is_overdue: boolean;
}

/** A waiting task that would suit the person. */
export class AiSuggestionBody {
  @Id()
  task_id: string;

  @Text({ example: 'WEB-43' })
  task_key: string;

  @Text({ max: 500, example: 'Write the imprint' })
  task_title: string;

  @Id()
  project_id: string;

  @Decimal({ min: 0, max: 100, description: 'How well it suits, and how pressing it is', example: 74.2 })
  recommendation_score: number;

  @Integer({ min: 1, max: 10, example: 4 })
  difficulty: number;

  @Choice(priorities, { example: 'high' })
  priority: string;
}

export class PersonalPerformanceBody {
  @Decimal({ min: 0, max: 100, example: 87.5 })
  score: number;

  @Decimal({ min: 0, max: 1, nullable: true, description: 'Null before the first finished task', example: 0.9 })
  on_time_ratio: number | null;

  @Integer({ example: 42 })
  tasks_completed: number;

  @Text({ example: 'Good' })
  level: string;
}

export class TopSkillBody {
  @Text({ example: 'TypeScript' })
  skill: string;

  @Decimal({ min: 0, max: 100, example: 78.5 })
  proficiency: number;

  @Text({ example: 'Advanced' })
  level: string;
}

/** What open tasks leave of the week; hours are hours a week. */
export class LoadBody {
  @Integer({ example: 4 })
  active_tasks: number;

  @Decimal({ example: 22.5 })
  planned_hours: number;

  @Decimal({ example: 40 })
  weekly_hours: number;

  @Decimal({ description: 'Hours left of the week; 0 when overloaded', example: 17.5 })
  available_capacity: number;

  @Flag()
  is_overloaded: boolean;
}

/** What a person has before them and how they do. */
export class UserDashboardBody {
  @Id()
  user_id: string;

  @Text({ example: 'Ana' })
  name: string;

  @ListOf(() => ActiveProjectBody, { max: 50, description: 'Active projects with the person’s tasks, team or lead' })
  active_projects: ActiveProjectBody[];

  @ListOf(() => ActiveTaskBody, { max: 200, description: 'The most pressing ones first' })
  active_tasks: ActiveTaskBody[];

  @ListOf(() => AiSuggestionBody, { max: 5, description: 'Best first' })
  ai_suggestions: AiSuggestionBody[];

  @Nested(() => PersonalPerformanceBody)
  performance: PersonalPerformanceBody;

  @ListOf(() => TopSkillBody, { max: 5, description: 'Strongest first' })
  top_skills: TopSkillBody[];

  @Nested(() => LoadBody)
  workload: LoadBody;
}
