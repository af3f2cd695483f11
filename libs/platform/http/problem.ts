import { STATUS_CODES } from 'node:http';
import { DomainError, type ErrorKind, type FieldError } from '#kernel/index';

/** An error as RFC 9457 writes it, with a stable code; the facts of the error stand beside these members. */
export interface Problem {
  type: string;
  title: string;
  status: number;
  code: string;
  detail: string;
  instance?: string;
  request_id?: string;
  errors?: FieldError[];
  [fact: string]: unknown;
}

/** The media type of every error body. */
export const problemMediaType = 'application/problem+json';

/** The request does not have the documented shape. */
export class MalformedInput extends DomainError {
  constructor(errors: FieldError[]) {
    const [first] = errors;
    const detail = first ? `${first.pointer || 'The body'}: ${first.detail}` : 'The input is malformed.';
    super('malformed', 'malformed_input', detail, {}, errors);
  }
}

const statusByKind: Record<ErrorKind, number> = {
  malformed: 400,
  invalid: 422,
  unauthenticated: 401,
  forbidden: 403,
  missing: 404,
  conflict: 409,
  stale: 412,
  unsupported: 415,
  limited: 429,
};

/** Builds a problem; `title` is the status in words unless the facts bring one. */
export function problem(
  status: number,
  code: string,
  detail: string,
  facts: Record<string, unknown> = {},
  errors: readonly FieldError[] = [],
): Problem {
  return {
    ...facts,
    type: `urn:muster:problem:${code}`,
    title: STATUS_CODES[status] ?? 'Error',
    status,
    code,
    detail,
    ...(errors.length > 0 && { errors: [...errors] }),
  };
}

/** The problem that an error is to the caller; undefined when it is nobody's fault but ours. */
export function problemOf(error: unknown): Problem | undefined {
  if (error instanceof DomainError) {
    return problem(statusByKind[error.kind], error.code, error.message, error.facts, error.errors);
  }
  return databaseProblem(error) ?? transportProblem(error);
}

const unreachable: [number, string, string] = [503, 'unavailable', 'What we rely on cannot be reached; try again.'];
/** What the driver says without a code. */
const connectionLost =
  /^(Connection terminated|Client has encountered a connection error|timeout exceeded when trying)/;

/** What PostgreSQL refuses because of the input (SQLSTATE, PostgreSQL manual, appendix A). */
const databaseProblems: Record<string, [status: number, code: string, detail: string]> = {
  '22P02': [400, 'malformed_value', 'A value has the wrong form.'],
  '22P05': [400, 'malformed_value', 'A text contains a character that cannot be stored.'],
  '22021': [400, 'malformed_value', 'A text contains a character that cannot be stored.'],
  '22001': [400, 'too_long', 'A text is too long.'],
  '22003': [400, 'out_of_range', 'A number is out of range.'],
  '22007': [400, 'malformed_value', 'A date or time has the wrong form.'],
  '22008': [400, 'out_of_range', 'A date or time is out of range.'],
  '22023': [400, 'malformed_value', 'A value has the wrong form.'],
  '23503': [422, 'reference_missing', 'It refers to something that does not exist or is still in use.'],
  '23505': [409, 'already_exists', 'Something with this identity already exists.'],
  '23514': [422, 'rule_broken', 'A value breaks a rule of the data.'],
  '23P01': [409, 'overlaps', 'It overlaps with something that excludes it.'],
  '40001': [503, 'busy', 'Too many changes at once; try again.'],
  '40P01': [503, 'busy', 'Too many changes at once; try again.'],
  '55P03': [503, 'busy', 'Too many changes at once; try again.'],
  '57014': [503, 'busy', 'This took too long; try again or ask for less.'],
  '53300': [503, 'busy', 'The database is busy; try again.'],
  '57P01': unreachable,
  '57P02': unreachable,
  '57P03': unreachable,
  ECONNREFUSED: unreachable,
  ECONNRESET: unreachable,
};

function databaseProblem(error: unknown): Problem | undefined {
  const code = memberOf(error, 'code') ?? memberOf(memberOf(error, 'cause'), 'code');
  const known = typeof code === 'string' && Object.hasOwn(databaseProblems, code) ? databaseProblems[code] : undefined;
  if (!known && error instanceof Error && connectionLost.test(error.message)) return problem(...unreachable);
  return known && problem(...known);
}

const transportCodes: Record<number, [code: string, detail: string]> = {
  400: ['malformed_request', 'The request is malformed.'],
  401: ['unauthenticated', 'Sign in first.'],
  403: ['forbidden', 'You may not do this.'],
  404: ['not_found', 'There is nothing here.'],
  408: ['timeout', 'The request took too long to arrive.'],
  413: ['too_large', 'The body is too large.'],
  414: ['too_long', 'The address is too long.'],
  415: ['unsupported_media_type', 'Send JSON (Content-Type: application/json).'],
  429: ['rate_limited', 'Too many requests; wait as long as Retry-After says.'],
  431: ['too_large', 'The headers are too large.'],
};

const malformedJson = new Set<unknown>(['FST_ERR_CTP_INVALID_JSON_BODY', 'FST_ERR_CTP_EMPTY_JSON_BODY']);

/** What the framework itself refuses: Nest says `getStatus()`, Fastify `statusCode`. */
function transportProblem(error: unknown): Problem | undefined {
  const getStatus = memberOf(error, 'getStatus');
  const status = typeof getStatus === 'function' ? Number(getStatus.call(error)) : memberOf(error, 'statusCode');
  if (typeof status !== 'number' || status < 400 || status >= 500) return undefined;
  const cause = memberOf(error, 'cause') ?? error;
  if (cause instanceof SyntaxError || malformedJson.has(memberOf(cause, 'code'))) {
    return problem(400, 'malformed_json', 'The body is not valid JSON.');
  }
  const [known, detail] = transportCodes[status] ?? ['refused', STATUS_CODES[status] ?? 'The request was refused.'];
  return problem(status, known, detail);
}

function memberOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined;
}
