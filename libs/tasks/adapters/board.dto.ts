import { Flag, Id, Integer, ListOf, Text } from '#platform/http/fields';
import { TaskBody } from './task.dto.ts';

/** How a board is narrowed. */
export class BoardQuery {
  @Integer({ min: 0, max: 100, optional: true, default: 25, description: 'Tasks of each column' })
  limit?: number;

  @Text({ max: 2000, optional: true, description: 'Member ids, comma separated, or "none"' })
  assignee_id?: string;

  @Text({ max: 1000, optional: true, description: 'Labels, comma separated' })
  label?: string;

  @Text({ max: 100, optional: true, description: 'Priorities, comma separated' })
  priority?: string;

  @Id({ optional: true })
  milestone_id?: string;

  @Text({ max: 200, optional: true, description: 'Words in key, title or description' })
  q?: string;
}

export class BoardColumn {
  @Text({ example: 'in_progress' })
  status: string;

  @Text({ example: 'In progress' })
  name: string;

  @Text({ example: 'in_progress' })
  category: string;

  @Integer({ nullable: true, description: 'As many tasks may be here at once', example: 5 })
  wip_limit: number | null;

  @Integer({ description: 'Tasks that match, shown or not', example: 3 })
  count: number;

  @Flag({ description: 'Holds more than its limit' })
  is_over_limit: boolean;

  @ListOf(() => TaskBody, { max: 100 })
  tasks: TaskBody[];
}

export class BoardBody {
  @Id()
  project_id: string;

  @ListOf(() => BoardColumn)
  columns: BoardColumn[];
}

/** Where a task shall stand: behind one, before one, or at the end of the column. */
export class MoveTaskBody {
  @Text({ max: 60, optional: true, example: 'review', description: 'Column; the same when absent' })
  status?: string;

  @Id({ optional: true, description: 'The task that it shall stand behind' })
  after_id?: string;

  @Id({ optional: true, description: 'The task that it shall stand before' })
  before_id?: string;
}
