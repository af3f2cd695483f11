import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { Database } from '#platform/postgres/database';

/** How long events can be followed; SPEC RTC-6. */
export const EVENT_DAYS = 30;
/** How long a repeated POST gets the answer of the first. */
export const KEY_HOURS = 24;

const AT_ONCE = 5_000;

/** Removes what has been kept long enough, in short transactions. */
@Injectable()
export class Retention {
  constructor(private readonly database: Database) {}

  /** Events of the past, the oldest first; the log remembers up to where it is gone. Answers with how many. */
  pruneEvents(): Promise<number> {
    return untilDone(async () => {
      const [row] = await this.database.systemRows<{ gone: number }>(sql`
        with oldest as (
          select organization_id, position, occurred_at from events order by position limit ${sql.lit(AT_ONCE)}
        ), gone as (
          delete from events e using oldest o
          where e.organization_id = o.organization_id and e.position = o.position
            and o.occurred_at < now() - make_interval(days => ${EVENT_DAYS})
          returning e.position
        ), moved as (
          update event_log set pruned_to = greatest(pruned_to, (select max(position) from gone))
          where exists (select from gone)
        )
        select count(*) as gone from gone`);
      return row!.gone;
    });
  }

  /** Idempotency keys that nobody repeats any more. Answers with how many. */
  forgetKeys(): Promise<number> {
    return untilDone(async () => {
      const gone = await this.database.systemRows(sql`
        delete from idempotency_keys where ctid in (
          select ctid from idempotency_keys where created_at < now() - make_interval(hours => ${KEY_HOURS})
          limit ${sql.lit(AT_ONCE)})
        returning 1`);
      return gone.length;
    });
  }
}

async function untilDone(step: () => Promise<number>): Promise<number> {
  let total = 0;
  for (let gone = AT_ONCE; gone === AT_ONCE; total += gone) gone = await step();
  return total;
}
