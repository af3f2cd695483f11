import { Decimal, Flag, Id, Instant, Integer, Text } from '#platform/http/fields';
import { PageQuery } from '#platform/http/pages';

/** A correction; absent fields stay as they are. */
export class EditTimeEntryBody {
  @Instant({ optional: true, example: '2026-11-20T09:00:00Z' })
  started_at?: string;

  @Instant({ optional: true, example: '2026-11-20T10:30:00Z' })
  ended_at?: string;

  @Decimal({ min: 0, max: 744, optional: true, description: 'Made of the times when absent', example: 1.5 })
  hours?: number;

  @Text({ max: 1000, optional: true, example: 'Sketches' })
  note?: string;
}

/** Time spent, by its ends or by start and hours. */
export class LogTimeBody extends EditTimeEntryBody {
  @Instant({ example: '2026-11-20T09:00:00Z' })
  declare started_at: string;
}

export class TimeEntryView {
  @Id()
  id: string;

  @Id()
  task_id: string;

  @Id()
  user_id: string;

  @Instant({ example: '2026-11-20T09:00:00Z' })
  started_at: string;

  @Instant({ nullable: true, description: 'Null while the timer runs' })
  ended_at: string | null;

  @Decimal({ nullable: true, example: 1.5 })
  hours: number | null;

  @Text({ example: 'Sketches' })
  note: string;

  @Integer({ example: 1 })
  version: number;

  @Instant()
  created_at: string;
}

export class TimeEntryListQuery extends PageQuery {
  @Id({ optional: true })
  user_id?: string;

  @Id({ optional: true })
  task_id?: string;

  @Id({ optional: true })
  project_id?: string;

  @Instant({ optional: true, description: 'Started at or after' })
  started_after?: string;

  @Instant({ optional: true, description: 'Started before' })
  started_before?: string;

  @Flag({ optional: true, description: 'Only running timers, or only booked time' })
  running?: boolean;
}
