/** What went wrong in terms a caller can act on; adapters translate it, nothing below them knows HTTP. */
export type ErrorKind =
  | 'malformed'
  | 'invalid'
  | 'unauthenticated'
  | 'forbidden'
  | 'missing'
  | 'conflict'
  | 'stale'
  | 'unsupported'
  | 'limited';

/** One faulty field: where it is (JSON Pointer), and a sentence that says how to mend it. */
export interface FieldError {
  pointer: string;
  code: string;
  detail: string;
}

/** A broken rule of the domain. `code` is stable and documented; `facts` join the answer as extra members. */
export class DomainError extends Error {
  constructor(
    readonly kind: ErrorKind,
    readonly code: string,
    message: string,
    readonly facts: Record<string, unknown> = {},
    readonly errors: FieldError[] = [],
  ) {
    super(message);
    this.name = new.target.name;
  }
}

/** The caller's input breaks a rule that the shape alone cannot show. */
export class InvalidInput extends DomainError {
  constructor(pointer: string, code: string, detail: string, facts: Record<string, unknown> = {}) {
    super('invalid', code, detail, facts, [{ pointer, code, detail }]);
  }
}

/** The thing does not exist, or the caller may not know that it does. */
export class NotFound extends DomainError {
  constructor(what: string, id: string) {
    super('missing', 'not_found', `There is no ${what} ${id}, or you may not see it.`);
  }
}

/** A query parameter that is not of the documented form; answered as a bad request. */
export class BadParameter extends DomainError {
  constructor(parameter: string, code: string, detail: string) {
    super('malformed', code, detail, {}, [{ pointer: `?${parameter}`, code, detail }]);
  }
}

/** The caller's copy is out of date; the answer carries the current version. */
export class StaleVersion extends DomainError {
  constructor(currentVersion: number) {
    super('stale', 'version_mismatch', `This has changed meanwhile; the current version is ${currentVersion}.`, {
      current_version: currentVersion,
    });
  }
}

/** Refuses a change that was made on another version than the current one. */
export function expectVersion(thing: { version: number }, expected: number | undefined): void {
  if (expected !== undefined && expected !== thing.version) throw new StaleVersion(thing.version);
}
