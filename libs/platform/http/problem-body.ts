import { Integer, ListOf, Text } from './fields.ts';

/** One faulty field of a problem, for the documentation. */
export class ProblemFieldError {
  @Text({
    max: 500,
    description: 'JSON Pointer into the body, `?name` of the query or `{name}` of the path',
    example: '/title',
  })
  pointer: string;

  @Text({ max: 100, example: 'too_long' }) code: string;

  @Text({ max: 500, example: 'Must have at most 200 characters.' }) detail: string;
}

/** An error answer (RFC 9457), for the documentation; facts of the error may stand beside these members. */
export class ProblemBody {
  @Text({ max: 200, example: 'urn:muster:problem:malformed_input' }) type: string;

  @Text({ max: 100, description: 'The status in words', example: 'Bad Request' }) title: string;

  @Integer({ min: 400, max: 599, example: 400 }) status: number;

  @Text({ max: 100, description: 'Stable name of the error', example: 'malformed_input' }) code: string;

  @Text({ max: 2000, description: 'A sentence for people', example: '/title: Must have at most 200 characters.' })
  detail: string;

  @Text({ max: 2000, optional: true, example: '/api/v1/tasks' }) instance?: string;

  @Text({
    max: 64,
    optional: true,
    description: 'Find the log lines with it',
    example: '0198f3c2-5d3e-7c41-9f0a-3f6a1f0e8b11',
  })
  request_id?: string;

  @ListOf(() => ProblemFieldError, { optional: true, description: 'Each faulty field' }) errors?: ProblemFieldError[];
}
