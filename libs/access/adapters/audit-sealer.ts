import { Inject, Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { setTimeout as pause } from 'node:timers/promises';
import { EventFollower } from '#platform/events/event-follower';
import { Database } from '#platform/postgres/database';
import { LISTEN_URL } from '#platform/postgres/listen-url';
import { sealAudit } from './seal-audit.ts';

/** Between two rounds, so that a busy second makes one seal and not hundreds. */
const REST_MS = 1_000;

/** Follows the event log and seals the audit entries of whoever did something. */
@Injectable()
export class AuditSealer implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly log = new Logger(AuditSealer.name);
  private readonly stopping = new AbortController();
  private readonly follower: EventFollower;

  constructor(
    private readonly database: Database,
    @Inject(LISTEN_URL) listenUrl: string,
  ) {
    this.follower = new EventFollower(
      database,
      listenUrl,
      async (events) => {
        await sealAudit(database, [...new Set(events.map(({ organization_id }) => organization_id))]);
        await pause(REST_MS, undefined, { signal: this.stopping.signal }).catch(() => undefined);
      },
      (error) => this.log.error(error),
    );
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
