import type { DomainEvent } from '#kernel/index';
import type { Milestone } from './milestone.ts';

/** Where milestones live. */
export abstract class Milestones {
  abstract get(id: string): Promise<Milestone>;
  abstract add(milestone: Milestone, ...events: DomainEvent[]): Promise<void>;
  abstract save(milestone: Milestone, ...events: DomainEvent[]): Promise<void>;
  abstract remove(milestone: Milestone, ...events: DomainEvent[]): Promise<void>;
}
