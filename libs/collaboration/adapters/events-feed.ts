import { type Actor, DomainError } from '#kernel/index';
import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import type { LoggedEvent } from '#platform/events/event-follower';
import { EventSubjects } from '#platform/events/event-subjects';
import { PermissionCatalogue } from '#platform/permissions/catalogue';
import { Database } from '#platform/postgres/database';
import { ofTypes, visibleEvents } from './activity-conditions.ts';
import type { EventsFeedQuery, EventsFeedView } from './activity.dto.ts';
import { liveEvent } from './live-subscriptions.ts';

/** How much of the log one request looks through, so that whoever may see little waits no longer. */
const LOOKED_THROUGH = 5_000;
const DEFAULT_LIMIT = 50;

interface Bounds {
  pruned_to: number;
  settled_to: number;
  looked_to: number | null;
  looked: number;
}

/** The log as a reader follows it: in order, without gaps, only what can no longer be overtaken. */
@Injectable()
export class EventsFeed {
  constructor(
    private readonly database: Database,
    private readonly subjects: EventSubjects,
    private readonly catalogue: PermissionCatalogue,
  ) {}

  async read(actor: Actor, { after, limit = DEFAULT_LIMIT, types }: EventsFeedQuery): Promise<EventsFeedView> {
    const conditions = [visibleEvents(actor, this.subjects, this.catalogue), ...ofTypes(types)];
    // One statement, so that the bounds and the events are of one moment.
    const rows = await this.database.rows<Bounds & (LoggedEvent | { position: null })>(sql`
      with log as materialized (
        select pruned_to, settled_position() - 1 as settled_to from event_log
      ), looked as materialized (
        select e.* from events e
        where e.organization_id = ${actor.organizationId}
          and e.position > coalesce(${after ?? null}::bigint, (select pruned_to from log))
          and e.position <= (select settled_to from log)
        order by e.position limit ${sql.lit(LOOKED_THROUGH)}
      ), found as (
        select e.* from looked e where ${sql.join(conditions, sql` and `)} order by e.position limit ${limit}
      )
      select log.pruned_to, log.settled_to, (select max(position) from looked) as looked_to,
        (select count(*) from looked) as looked, found.*
      from log left join found on true order by found.position`);
    const bounds = rows[0]!;
    if (after !== undefined && after < bounds.pruned_to) throw new PositionTooOld(bounds.pruned_to);
    const events = rows.filter((row): row is Bounds & LoggedEvent => row.position !== null);
    const visible = events.flatMap((event) => this.subjects.visible(actor, event) ?? []);
    const data = visible.map(liveEvent);
    return { data, next_after: events.length < limit ? lookedTo(bounds, after) : events.at(-1)!.position };
  }
}

/** Everything up to here has been looked at, though perhaps none of it was to be told. */
function lookedTo({ settled_to, looked_to, looked }: Bounds, after = 0): number {
  return looked < LOOKED_THROUGH ? Math.max(after, settled_to) : looked_to!;
}

/** Events behind the position have been removed; the reader must load the present state anew. */
class PositionTooOld extends DomainError {
  constructor(oldest: number) {
    const detail = `Events up to ${oldest} are gone. Read the present state anew, then go on from there.`;
    super('malformed', 'position_too_old', detail, { oldest_position: oldest }, [
      { pointer: '?after', code: 'position_too_old', detail },
    ]);
  }
}
