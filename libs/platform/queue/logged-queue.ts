import { Logger } from '@nestjs/common';
import { type Job, Queue, Worker } from 'bullmq';

const log = new Logger('Queue');

/** A queue whose lost connections are told in the log; it connects again by itself. */
export class LoggedQueue extends Queue {
  constructor(...args: ConstructorParameters<typeof Queue>) {
    super(...args);
    this.on('error', ({ message }) => log.warn(`${this.name}: ${message}`));
  }
}

/** A worker that tells in the log of lost connections and of jobs that failed. */
export class LoggedWorker extends Worker {
  constructor(...args: ConstructorParameters<typeof Worker>) {
    super(...args);
    this.on('error', ({ message }) => log.warn(`${this.name}: ${message}`));
    this.on('failed', (job: Job | undefined, { message }) => {
      log.warn(`${this.name} ${job?.name} ${job?.id}, attempt ${job?.attemptsMade}: ${message}`);
    });
  }
}
