import type { DomainEvent } from '#kernel/index';

/** What must be true as soon as an event is: it joins the event's own transaction. */
export type TransactionReaction = (event: DomainEvent) => Promise<void>;

/** Reactions by event type; a context's module registers its own. */
export class TransactionReactions {
  private readonly byType = new Map<string, TransactionReaction[]>();

  on(type: string, reaction: TransactionReaction): void {
    this.byType.set(type, [...(this.byType.get(type) ?? []), reaction]);
  }

  /** Runs the reactions to `events` and to whatever these raise in turn, in order. */
  async runAll(events: readonly DomainEvent[]): Promise<void> {
    for (let next = 0; next < events.length; next++) {
      const event = events[next]!;
      for (const reaction of this.byType.get(event.type) ?? []) await reaction(event);
    }
  }
}
