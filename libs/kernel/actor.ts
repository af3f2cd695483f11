import { DomainError, NotFound } from './domain-error.ts';
import type { Rule } from './permissions.ts';

/** A thing that permissions are asked about: its type, and the attributes that conditions read. */
export interface Subject {
  readonly subjectType: string;
}

/** The verdict on one question, with the words of the rule that decided. */
export interface Verdict {
  allowed: boolean;
  reason: string;
}

/** What one person may do; the one source that single checks, SQL filters, masks, sockets and clients share. */
export interface Abilities {
  readonly rules: readonly Rule[];
  /** The permission codes held in any scope; a route is closed to whoever holds none that it needs. */
  readonly codes: ReadonlySet<string>;
  can(action: string, subject: Subject | string, field?: string): boolean;
  explain(action: string, subject: Subject | string, field?: string): Verdict;
}

/** Where a change came from, as the audit log keeps it. */
export interface Origin {
  readonly ip?: string;
  readonly userAgent?: string;
  readonly requestId?: string;
}

/** Who acts, in which organization, and what they may do there. */
export class Actor {
  constructor(
    readonly userId: string,
    readonly organizationId: string,
    readonly abilities: Abilities,
    readonly origin: Origin = {},
    /** Scopes of the token in use; absent when nothing narrows the person's own permissions. */
    readonly scopes?: readonly string[],
    /** The person's time zone, or else the organization's: where a bare day begins and ends. */
    readonly timeZone: string = 'UTC',
  ) {}

  may(action: string, subject: Subject | string, field?: string): boolean {
    return this.abilities.can(action, subject, field);
  }

  /** Lets the use case go on, or names what is missing; what the actor may not know of is not there. */
  authorize(action: string, subject: Subject | string, field?: string): void {
    if (this.may(action, subject, field)) return;
    if (typeof subject !== 'string' && 'id' in subject && this.knowsOthersThan(subject)) {
      throw new NotFound(subject.subjectType.toLowerCase(), String(subject.id));
    }
    throw new Forbidden(action, subject, field);
  }

  /** Whether the actor sees things of this kind, but not this one. */
  private knowsOthersThan(subject: Subject): boolean {
    const sees = ({ action, subject: type }: Rule) => action === 'view' && type === subject.subjectType;
    return this.abilities.rules.some(sees) && !this.may('view', subject);
  }
}

/** The actor lacks a permission; the answer names it. */
export class Forbidden extends DomainError {
  constructor(action: string, subject: Subject | string, field?: string) {
    const type = typeof subject === 'string' ? subject : subject.subjectType;
    const permission = `${action}:${type}${field ? `.${field}` : ''}`;
    super('forbidden', 'permission_missing', `You need the permission "${permission}" for this.`, { permission });
  }
}
