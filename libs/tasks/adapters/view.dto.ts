import { Choice, DateOrTime, Flag, Id, Instant, Integer, Nested, Text } from '#platform/http/fields';
import { PageQuery } from '#platform/http/pages';
import { statusCategories } from '#projects/index';
import { priorities } from '../domain/task.ts';
import { swimlanes, viewKinds } from '../domain/view.ts';
import type { TaskFilter } from './task-reads.ts';

/** Some of the words, separated by commas: what a saved filter must be, as nobody sees its faults when it runs. */
const someOf = (word: string) => new RegExp(`^(${word})(,(${word}))*$`);
const uuid = '[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}';

/** The filters of a project's task list, by the same names. */
export class ViewFilterBody implements Omit<TaskFilter, 'project_id'> {
  @Text({ min: 1, max: 500, optional: true, description: 'Status keys, comma separated', example: 'todo,in_progress' })
  status?: string;

  @Text({ max: 200, optional: true, pattern: someOf(statusCategories.join('|')), example: 'in_progress' })
  status_category?: string;

  @Text({ max: 100, optional: true, pattern: someOf(priorities.join('|')), example: 'high,urgent' })
  priority?: string;

  @Text({ max: 2000, optional: true, pattern: new RegExp(`^none$|${someOf(uuid).source}`), example: 'none' })
  assignee_id?: string;

  @Id({ optional: true, description: 'Who created it' })
  creator_id?: string;

  @Id({ optional: true, description: 'Milestone' })
  milestone_id?: string;

  @Id({ optional: true, description: 'Parent task' })
  parent_id?: string;

  @Text({ min: 1, max: 1000, optional: true, description: 'Labels, comma separated', example: 'frontend' })
  label?: string;

  @Text({ min: 1, max: 1000, optional: true, description: 'Keys, comma separated', example: 'WEB-1,WEB-2' })
  key?: string;

  @DateOrTime({ optional: true, description: 'Due before' })
  due_before?: string;

  @DateOrTime({ optional: true, description: 'Due at or after' })
  due_after?: string;

  @Flag({ optional: true, description: 'Past due and still open' })
  is_overdue?: boolean;

  @Text({ min: 1, max: 200, optional: true, description: 'Words in key, title or description', example: 'sitemap' })
  q?: string;
}

/** What may be changed about a view. Absent fields stay as they are; null clears. */
export class EditViewBody {
  @Text({ min: 1, max: 200, optional: true, example: 'Urgent work' })
  name?: string;

  @Choice(viewKinds, { optional: true, example: 'board' })
  kind?: (typeof viewKinds)[number];

  @Nested(() => ViewFilterBody, { optional: true, example: { priority: 'high,urgent' }, description: 'As a whole' })
  filter?: ViewFilterBody;

  @Text({ min: 1, max: 200, optional: true, nullable: true, example: '-priority,due_date', description: 'Sort keys' })
  order_by?: string | null;

  @Choice(swimlanes, { optional: true, default: 'none', example: 'assignee' })
  swimlane?: (typeof swimlanes)[number];

  @Flag({
    optional: true,
    default: false,
    description: 'For all who see the tasks; needs edit_project',
    example: false,
  })
  is_shared?: boolean;
}

/** A new view. */
export class CreateViewBody extends EditViewBody {
  @Text({ min: 1, max: 200, example: 'Urgent work' })
  declare name: string;

  @Choice(viewKinds, { example: 'board' })
  declare kind: (typeof viewKinds)[number];
}

/** A view. */
export class ViewBody extends CreateViewBody {
  @Id()
  id: string;

  @Id()
  project_id: string;

  @Id()
  author_id: string;

  @Integer({ description: 'Rises with every change; the ETag', example: 1 })
  version: number;

  @Instant()
  created_at: string;

  @Instant()
  updated_at: string;
}

export class ViewListQuery extends PageQuery {
  @Choice(viewKinds, { optional: true })
  kind?: (typeof viewKinds)[number];

  @Flag({ optional: true, description: 'Only shared views, or only one’s own private ones' })
  is_shared?: boolean;
}
