import { type BeforeApplicationShutdown, Injectable, Logger } from '@nestjs/common';
import { Afterwards } from '../application/auth-afterwards.ts';

/** Runs behind the answer; a stop waits for what is under way. */
@Injectable()
export class BackgroundWork extends Afterwards implements BeforeApplicationShutdown {
  private readonly log = new Logger(BackgroundWork.name);
  private readonly running = new Set<Promise<void>>();

  do(work: () => Promise<void>): void {
    const run: Promise<void> = work()
      .catch((error: unknown) => this.log.error(error))
      .finally(() => this.running.delete(run));
    this.running.add(run);
  }

  async beforeApplicationShutdown(): Promise<void> {
    await Promise.all(this.running);
  }
}
