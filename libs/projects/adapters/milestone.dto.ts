import { Day, Decimal, Flag, Id, Instant, Integer, MarkdownText, Text } from '#platform/http/fields';
import { PageQuery } from '#platform/http/pages';

/** What may be changed about a milestone. Absent fields stay as they are; null clears. */
export class EditMilestoneBody {
  @Text({ min: 1, max: 200, optional: true, example: 'First release' })
  title?: string;

  @MarkdownText({ optional: true, example: 'Everything that the pilot needs.' })
  description?: string;

  @Day({ optional: true, nullable: true, example: '2026-12-01' })
  start_date?: string | null;

  @Day({ optional: true, nullable: true, example: '2027-01-31' })
  due_date?: string | null;

  @Decimal({ min: 0, max: 1_000_000, optional: true, nullable: true, example: 120 })
  expected_hours?: number | null;

  @Flag({ optional: true, description: 'Whether it is reached', example: false })
  is_completed?: boolean;
}

export class CreateMilestoneBody extends EditMilestoneBody {
  @Text({ min: 1, max: 200, example: 'First release' })
  declare title: string;
}

export class MilestoneBody extends CreateMilestoneBody {
  @Id()
  id: string;

  @Id()
  project_id: string;

  @Integer({ example: 12 })
  tasks_total: number;

  @Integer({ example: 3 })
  tasks_done: number;

  @Integer({ min: 0, max: 100, description: 'Share of its tasks that are done, in percent', example: 25 })
  progress: number;

  @Flag({ description: 'Past due and not reached' })
  is_missed: boolean;

  @Instant({ nullable: true })
  completed_at: string | null;

  @Integer({ example: 1 })
  version: number;

  @Instant()
  created_at: string;

  @Instant()
  updated_at: string;
}

export class MilestoneListQuery extends PageQuery {
  @Flag({ optional: true })
  is_completed?: boolean;

  @Flag({ optional: true })
  is_missed?: boolean;

  @Text({ max: 200, optional: true, description: 'Words in the title' })
  q?: string;
}
