import type { DomainEvent } from '#kernel/index';
import type { Skill } from './skill.ts';

/** The catalogue of skills. What is saved and its events are stored together, or neither. */
export abstract class Skills {
  /** The skill, locked until the transaction ends; NotFound when there is none. */
  abstract get(id: string): Promise<Skill>;
  /** Those that have one of the ids, or one of the names or aliases in whatever case. */
  abstract find(ids: readonly string[], names: readonly string[]): Promise<Skill[]>;
  /** Refused when another skill has the name or an alias. */
  abstract add(skill: Skill, ...events: DomainEvent[]): Promise<void>;
  abstract save(skill: Skill, ...events: DomainEvent[]): Promise<void>;
  abstract remove(skill: Skill, ...events: DomainEvent[]): Promise<void>;
  /** Moves profiles, history and the tasks' needs from one skill to another, and removes the first. */
  abstract merge(from: Skill, into: Skill, ...events: DomainEvent[]): Promise<void>;
}
