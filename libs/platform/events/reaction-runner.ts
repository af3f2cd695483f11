import { Inject, Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { sql } from 'kysely';
import pg from 'pg';
import { Database } from '#platform/postgres/database';
import { LISTEN_URL } from '#platform/postgres/listen-url';
import { UnitOfWork } from '#platform/postgres/unit-of-work';
import { EventFollower, type LoggedEvent } from './event-follower.ts';
import { type Reaction, Reactions } from './reactions.ts';

const TAKE_OVER_EVERY_MS = 1_000;
const RETRY_MS = [100, 500, 2_000, 10_000];

/**
 * Runs every reaction in commit order. One process at a time holds the lock and works; the others stand by, and take
 * over as soon as its connection ends. A process that lost the lock unawares does no harm: the cursor is locked and
 * compared in the transaction of each effect.
 */
@Injectable()
export class ReactionRunner implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly log = new Logger(ReactionRunner.name);
  private readonly followers: EventFollower[] = [];
  private leader?: pg.Client;
  private stopped = false;

  constructor(
    private readonly database: Database,
    private readonly unitOfWork: UnitOfWork,
    private readonly reactions: Reactions,
    @Inject(LISTEN_URL) private readonly listenUrl: string,
  ) {}

  onApplicationBootstrap(): void {
    void this.takeOver();
  }

  async onApplicationShutdown(): Promise<void> {
    this.stopped = true;
    await Promise.all(this.followers.map((follower) => follower.stop()));
    await this.leader?.end().catch(() => undefined);
  }

  private async takeOver(): Promise<void> {
    while (!this.stopped) {
      if (await this.tryLead().catch(() => false)) return;
      await pause(TAKE_OVER_EVERY_MS);
    }
  }

  private async tryLead(): Promise<boolean> {
    const client = new pg.Client({ connectionString: this.listenUrl, application_name: 'muster-reactions' });
    client.on('error', () => undefined);
    await client.connect();
    const { rows } = await client.query(`select pg_try_advisory_lock(hashtext('muster.reactions')) as won`);
    if (!(rows[0] as { won: boolean }).won) {
      await client.end();
      return false;
    }
    client.on('end', () => void this.lostLead());
    this.leader = client;
    try {
      await Promise.all(this.reactions.all.map((reaction) => this.follow(reaction)));
    } catch (error) {
      await client.end(); // or the lock would stay with a process that does not lead; its end starts the next attempt
      throw error;
    }
    return true;
  }

  private async lostLead(): Promise<void> {
    if (this.stopped) return;
    await Promise.all(this.followers.splice(0).map((follower) => follower.stop()));
    await this.takeOver();
  }

  private async follow(reaction: Reaction): Promise<void> {
    const [cursor] = await this.database.systemRows<{ position: number }>(sql`
      insert into event_followers (name) values (${reaction.name})
      on conflict (name) do update set name = excluded.name returning position`);
    const report = (error: unknown) => this.log.error(error, reaction.name);
    const deliver = async (events: LoggedEvent[]) => {
      for (const event of events) {
        if (reaction.types.includes(event.type)) await this.runUntilDone(reaction, event);
      }
      await this.skipTo(reaction, events.at(-1)!.position);
    };
    const follower = new EventFollower(this.database, this.listenUrl, deliver, report);
    this.followers.push(follower);
    await follower.start(cursor!.position);
  }

  /** A fault that lasts holds this reaction back rather than losing an event; the lag is visible in the metrics. */
  private async runUntilDone(reaction: Reaction, event: LoggedEvent): Promise<void> {
    for (let attempt = 0; !this.stopped; attempt++) {
      try {
        return await this.runOnce(reaction, event);
      } catch (error) {
        this.log.error(error, `${reaction.name} at ${event.position}`);
        await pause(RETRY_MS[Math.min(attempt, RETRY_MS.length - 1)]!);
      }
    }
    throw new Error('stopped');
  }

  private async runOnce(reaction: Reaction, event: LoggedEvent): Promise<void> {
    await this.unitOfWork.run({ organizationId: event.organization_id }, async () => {
      const moved = await this.database.row(sql`
        update event_followers set position = ${event.position}, updated_at = now()
        where name = ${reaction.name} and position < ${event.position} returning name`);
      if (moved) await reaction.react(event);
    });
  }

  private async skipTo(reaction: Reaction, position: number): Promise<void> {
    await this.database.systemRows(sql`
      update event_followers set position = ${position}, updated_at = now()
      where name = ${reaction.name} and position < ${position}`);
  }
}

const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds).unref());
