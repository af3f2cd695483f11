import pg from 'pg';
import { sql } from 'kysely';
import type { Database } from '#platform/postgres/database';
import { EVENTS_CHANNEL, followersHere } from './event-log.ts';

/** An event as the log gives it back. */
export interface LoggedEvent {
  organization_id: string;
  position: number;
  id: string;
  type: string;
  actor_id: string | null;
  subject_type: string;
  subject_id: string;
  project_id: string | null;
  recipient_id: string | null;
  data: Record<string, unknown>;
  changes: Record<string, [unknown, unknown]> | null;
  occurred_at: string;
}

const BATCH = 500;
const IDLE_POLL_MS = 1_000;
const UNSETTLED_POLL_MS = 10;

/**
 * Follows the log in commit order without gaps: an event shows up once every earlier transaction has ended. Woken by
 * NOTIFY; a slow poll covers a lost connection.
 */
export class EventFollower {
  /** The position of the last event delivered; whatever comes later will be. */
  position = 0;
  private stopped = false;
  private notified = false;
  private wake: () => void = () => undefined;
  private listener?: pg.Client;
  private running: Promise<void> = Promise.resolve();

  constructor(
    private readonly database: Database,
    private readonly listenUrl: string,
    private readonly deliver: (events: LoggedEvent[]) => Promise<void>,
    private readonly report: (error: unknown) => void,
  ) {}

  /** Starts behind `position`, or at the end of the log. */
  async start(position?: number): Promise<void> {
    this.position = position ?? (await settledPosition(this.database));
    await this.listen();
    followersHere.add(this.hear);
    this.running = this.follow();
  }

  async stop(): Promise<void> {
    this.stopped = true;
    followersHere.delete(this.hear);
    this.wake();
    await this.running;
    await this.listener?.end().catch(() => undefined);
  }

  private async follow(): Promise<void> {
    while (!this.stopped) {
      try {
        this.notified = false;
        const { events, unsettled } = await eventsAfter(this.database, this.position);
        if (events.length > 0) {
          await this.deliver(events);
          this.position = events.at(-1)!.position;
        } else {
          await this.pause(unsettled ? UNSETTLED_POLL_MS : IDLE_POLL_MS);
        }
      } catch (error) {
        if (this.stopped) return;
        this.report(error);
        await this.pause(IDLE_POLL_MS);
      }
    }
  }

  private pause(milliseconds: number): Promise<void> {
    if (this.notified || this.stopped) return Promise.resolve();
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, milliseconds);
      this.wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  private readonly hear = (): void => {
    this.notified = true;
    this.wake();
  };

  private async listen(): Promise<void> {
    if (this.stopped) return;
    const client = new pg.Client({ connectionString: this.listenUrl, application_name: 'muster-follower' });
    client.on('notification', this.hear);
    client.on('error', () => undefined);
    client.on('end', () => setTimeout(() => void this.listen().catch(this.report), IDLE_POLL_MS).unref());
    await client.connect();
    await client.query(`listen ${EVENTS_CHANNEL}`);
    this.listener = client;
  }
}

/** The position up to which no further event can appear. */
export async function settledPosition(database: Database): Promise<number> {
  const [row] = await database.systemRows<{ position: number }>(sql`select settled_position() - 1 as position`);
  return row!.position;
}

/** Settled events behind `position` in order, and whether others are stored that are not settled yet. */
export async function eventsAfter(
  database: Database,
  position: number,
): Promise<{ events: LoggedEvent[]; unsettled: boolean }> {
  const rows = await database.systemRows<LoggedEvent & { settled: boolean }>(sql`
    select e.*, e.position < s.position as settled
    from (select settled_position() as position) s, events e
    where e.position > ${position} order by e.position limit ${BATCH}`);
  const events = rows.filter((row) => row.settled);
  return { events, unsettled: events.length < rows.length };
}
