import type { DomainEvent } from '#kernel/index';
import type { View } from './view.ts';

/** Where views live. */
export abstract class Views {
  abstract get(id: string): Promise<View>;
  abstract save(view: View, ...events: DomainEvent[]): Promise<void>;
  abstract remove(view: View, ...events: DomainEvent[]): Promise<void>;
}
