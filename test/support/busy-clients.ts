import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';

/** A task that was acknowledged as created, assigned and completed. */
export interface Acknowledged {
  taskId: string;
  assigneeId: string;
}

/** Clients that create, assign and complete tasks without a pause; each repeats what got no answer, under the same key. */
export class BusyClients {
  /** What all their tasks are called, and no other. */
  readonly title = `Task ${randomUUID()}`;
  readonly acknowledged: Acknowledged[] = [];
  /** What came instead of the answers that had to be asked for again: `lost`, or a status. */
  readonly setbacks = new Set<number | 'lost'>();
  private stopping = false;
  private readonly working: Promise<void>[];

  constructor(
    private readonly url: () => string,
    private readonly token: string,
    private readonly task: object,
    clients = 6,
  ) {
    this.working = Array.from({ length: clients }, () => this.work());
  }

  /** Until so many more tasks are acknowledged; how long that took, in milliseconds. */
  async finishMore(count: number): Promise<number> {
    const start = performance.now();
    const wished = this.acknowledged.length + count;
    while (this.acknowledged.length < wished) await Promise.race([sleep(10), ...this.working]);
    return performance.now() - start;
  }

  /** Lets each client finish its task. */
  async stop(): Promise<Acknowledged[]> {
    this.stopping = true;
    await Promise.all(this.working);
    return this.acknowledged;
  }

  private async work(): Promise<void> {
    while (!this.stopping) {
      const created = await this.post(
        '/api/integration/tasks/create-and-assign',
        { ...this.task, title: this.title },
        201,
      );
      const taskId = created.task_id as string;
      const { assigned_user_id } = created.assignment as { assigned_user_id: string };
      await this.post(`/api/integration/tasks/${taskId}/complete`, {}, 200);
      this.acknowledged.push({ taskId, assigneeId: assigned_user_id });
    }
  }

  private async post(path: string, body: object, wished: number): Promise<Record<string, unknown>> {
    const headers = {
      authorization: `Bearer ${this.token}`,
      'content-type': 'application/json',
      'idempotency-key': randomUUID(),
    };
    for (;;) {
      const request = fetch(this.url() + path, { method: 'POST', headers, body: JSON.stringify(body) });
      const answer = await request
        .then(async (each) => ({ status: each.status, text: await each.text() }))
        .catch(() => undefined);
      if (answer?.status === wished) return JSON.parse(answer.text) as Record<string, unknown>;
      if (answer && answer.status < 500) throw new Error(`${path} answered ${answer.status}: ${answer.text}`);
      this.setbacks.add(answer?.status ?? 'lost');
      await sleep(50);
    }
  }
}
