import { Actors } from '#access/index';
import { Inject, Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { sql } from 'kysely';
import { EventFollower } from '#platform/events/event-follower';
import { Database } from '#platform/postgres/database';
import { LISTEN_URL } from '#platform/postgres/listen-url';
import { UnitOfWork } from '#platform/postgres/unit-of-work';
import { ImportNextRows } from '../application/run-import.ts';

const ROWS_AT_ONCE = 50;
const LOOK_AGAIN_MS = 5_000;

interface Running {
  organization_id: string;
  id: string;
  started_by: string;
}

/**
 * Runs imports in batches, each in a short transaction of its own, as the person who started them. The rows remember
 * what became of them, so that any worker goes on where a killed one stopped.
 */
@Injectable()
export class ImportWorker implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly log = new Logger(ImportWorker.name);
  private readonly busy = new Set<string>();
  private readonly follower: EventFollower;
  private timer?: NodeJS.Timeout;
  private stopped = false;
  private working: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly database: Database,
    private readonly unitOfWork: UnitOfWork,
    private readonly actors: Actors,
    private readonly commands: CommandBus,
    @Inject(LISTEN_URL) listenUrl: string,
  ) {
    const deliver = async (events: { type: string }[]) => {
      if (events.some(({ type }) => type === 'import.started')) this.look();
    };
    this.follower = new EventFollower(database, listenUrl, deliver, (error) => this.log.error(error));
  }

  async onApplicationBootstrap(): Promise<void> {
    await this.follower.start();
    this.timer = setInterval(() => this.look(), LOOK_AGAIN_MS).unref();
    this.look();
  }

  async onApplicationShutdown(): Promise<void> {
    this.stopped = true;
    clearInterval(this.timer);
    await this.follower.stop();
    await this.working;
  }

  private look(): void {
    this.working = this.working.then(() => this.runAll()).catch((error: unknown) => this.log.error(error));
  }

  private async runAll(): Promise<void> {
    const running = await this.database.systemRows<Running>(sql`
      select organization_id, id, started_by from imports where status = 'running' order by created_at`);
    await Promise.all(running.filter(({ id }) => !this.busy.has(id)).map((one) => this.runOne(one)));
  }

  private async runOne({ organization_id: organizationId, id, started_by }: Running): Promise<void> {
    this.busy.add(id);
    try {
      for (let more = true; more && !this.stopped;) {
        const actor = await this.actors.load(started_by, organizationId);
        const command = new ImportNextRows(actor, id, ROWS_AT_ONCE);
        more = await this.unitOfWork.run({ organizationId, actor }, () =>
          this.commands.execute<ImportNextRows, boolean>(command),
        );
      }
    } finally {
      this.busy.delete(id);
    }
  }
}
