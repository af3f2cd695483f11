import { Inject, Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { setTimeout as pause } from 'node:timers/promises';
import { EventFollower, type LoggedEvent } from '#platform/events/event-follower';
import { Database } from '#platform/postgres/database';
import { LISTEN_URL } from '#platform/postgres/listen-url';
import { Actors, changesAccess } from '../application/actors.ts';
import { sealAudit } from './seal-audit.ts';

/** Between two rounds, so that a busy second makes one seal and not hundreds; forgetting is as late at most. */
const REST_MS = 1_000;

/** Follows the event log: seals what was done, and forgets what a worker remembers of people whose access changed. */
@Injectable()
export class AccessFollower implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly log = new Logger(AccessFollower.name);
  private readonly stopping = new AbortController();
  private readonly follower: EventFollower;

  constructor(
    private readonly database: Database,
    private readonly actors: Actors,
    @Inject(LISTEN_URL) listenUrl: string,
  ) {
    this.follower = new EventFollower(
      database,
      listenUrl,
      (events) => this.follow(events),
      (error) => this.log.error(error),
    );
  }

  private async follow(events: readonly LoggedEvent[]): Promise<void> {
    for (const event of events) if (changesAccess(event)) this.actors.forget(event.organization_id);
    await sealAudit(this.database, [...new Set(events.map(({ organization_id }) => organization_id))]);
    await pause(REST_MS, undefined, { signal: this.stopping.signal }).catch(() => undefined);
  }

  /** What was left when the last process ended is sealed first. */
  async onApplicationBootstrap(): Promise<void> {
    await this.follower.start();
    await sealAudit(this.database);
  }

  async onApplicationShutdown(): Promise<void> {
    this.stopping.abort();
    await this.follower.stop();
  }
}
