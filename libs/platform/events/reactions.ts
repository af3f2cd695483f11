import type { LoggedEvent } from './event-follower.ts';

/** What follows from an event later, in a transaction that also moves the cursor: its effect happens exactly once. */
export interface Reaction {
  /** Names the cursor; says what it does (`NotifyAssignees`). */
  name: string;
  types: readonly string[];
  react(event: LoggedEvent): Promise<void>;
}

/** The reactions of all contexts; their modules register them, the worker runs them. */
export class Reactions {
  readonly all: Reaction[] = [];

  add(reaction: Reaction): void {
    this.all.push(reaction);
  }
}
