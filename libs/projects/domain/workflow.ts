import { DomainError } from '#kernel/index';

export const statusCategories = ['backlog', 'todo', 'in_progress', 'review', 'done', 'cancelled'] as const;

/** What a status means to the system, whatever a project calls it. */
export type StatusCategory = (typeof statusCategories)[number];

/** A column of the project's way of working. */
export interface Status {
  key: string;
  name: string;
  category: StatusCategory;
  place: number;
  /** Keys of the statuses that may follow; null allows all. */
  transitions: readonly string[] | null;
  /** Fields of the task that must be filled on entering. */
  requiredFields: readonly string[];
  wipLimit: number | null;
}

/** The statuses a new project starts with. */
export const defaultStatuses: readonly Status[] = [
  status('backlog', 'Backlog', 'backlog', 0),
  status('todo', 'To do', 'todo', 1),
  status('in_progress', 'In progress', 'in_progress', 2),
  status('review', 'Review', 'review', 3),
  status('done', 'Done', 'done', 4),
  status('cancelled', 'Cancelled', 'cancelled', 5),
];

function status(key: string, name: string, category: StatusCategory, place: number): Status {
  return { key, name, category, place, transitions: null, requiredFields: [], wipLimit: null };
}

/** A project's statuses and the ways between them. */
export class Workflow {
  readonly statuses: readonly Status[];

  constructor(statuses: readonly Status[]) {
    this.statuses = [...statuses].sort((a, b) => a.place - b.place);
  }

  find(key: string): Status {
    const found = this.statuses.find((candidate) => candidate.key === key);
    if (!found) throw new UnknownStatus(key, this.keys());
    return found;
  }

  /** Where new tasks start: the first status of category todo, or else the first of all. */
  get initial(): Status {
    return this.ofCategory('todo') ?? this.statuses[0]!;
  }

  /** Where completed tasks go. */
  get done(): Status {
    const done = this.ofCategory('done');
    if (!done) throw new DomainError('conflict', 'no_done_status', 'This project has no status of category "done".');
    return done;
  }

  /** The status to enter, or a refusal that lists what is allowed instead. */
  transition(from: string, to: string): Status {
    const target = this.find(to);
    const { transitions } = this.find(from);
    if (from !== to && transitions && !transitions.includes(to)) throw new TransitionNotAllowed(from, to, transitions);
    return target;
  }

  private ofCategory(category: StatusCategory): Status | undefined {
    return this.statuses.find((candidate) => candidate.category === category);
  }

  private keys(): string[] {
    return this.statuses.map(({ key }) => key);
  }
}

/** The project has no such status. */
export class UnknownStatus extends DomainError {
  constructor(key: string, known: readonly string[]) {
    const detail = `This project has no status "${key}". Use one of: ${known.join(', ')}.`;
    super('invalid', 'unknown_status', detail, { allowed: known }, [
      { pointer: '/status', code: 'unknown_status', detail },
    ]);
  }
}

/** The workflow has no way from the one status to the other. */
export class TransitionNotAllowed extends DomainError {
  constructor(from: string, to: string, allowed: readonly string[]) {
    const detail = `A task cannot go from "${from}" to "${to}". Allowed from here: ${allowed.join(', ') || 'none'}.`;
    super('conflict', 'transition_not_allowed', detail, { from, to, allowed }, [
      { pointer: '/status', code: 'transition_not_allowed', detail },
    ]);
  }
}
