import { Logger } from '@nestjs/common';
import { DomainError } from '#kernel/index';
import { Flag, Integer, JsonObject, ListOf, Nested, UncheckedListOf } from './fields.ts';
import { checked } from './input.ts';
import { problem, problemOf, type Problem } from './problem.ts';
import { ProblemBody } from './problem-body.ts';

type Dto<T extends object> = new () => T;

/** The body of a `POST …/batch`. */
export interface Batch {
  items: unknown[];
  /** All or none. */
  atomic?: boolean;
}

/** What became of one item. */
export class BatchResult {
  @Integer({ min: 0, description: 'Place in `items`' }) index: number;
  @Integer({ min: 200, max: 599, description: 'What a request of its own would have got', example: 201 })
  status: number;
  @JsonObject({ optional: true, description: 'The answer, where it succeeded' }) body?: unknown;
  @Nested(() => ProblemBody, { optional: true, description: 'The error, where it failed' }) problem?: Problem;
}

/** One result for each item, in their order. */
export class BatchAnswer {
  @ListOf(() => BatchResult, { max: 200 }) results: BatchResult[];
}

/**
 * What the DTO of a batch extends: `class TaskBatchBody extends batchOf(CreateTaskBody) {}`. The items are checked one
 * by one by `runBatch`, so that one bad item spoils only itself.
 */
export function batchOf<T extends object>(item: Dto<T>): new () => Batch {
  class BatchBody implements Batch {
    @UncheckedListOf(() => item, { min: 1, max: 200 }) items: unknown[];
    @Flag({ optional: true, default: false, description: 'All or none' }) atomic?: boolean;
  }
  return BatchBody;
}

/** How a batch is worked off: the kind of item, the work on one, and what makes a piece of work all or nothing. */
export interface BatchRun<T extends object> {
  item: Dto<T>;
  /** The status of a success; 200 unless given. */
  status?: number;
  work: (item: T, index: number) => Promise<unknown>;
  transaction: <R>(work: () => Promise<R>) => Promise<R>;
}

/** Works off the items in order: each in a transaction of its own, or all in one that the first fault ends. */
export async function runBatch<T extends object>({ items, atomic }: Batch, run: BatchRun<T>): Promise<BatchAnswer> {
  return { results: atomic ? await allOrNone(items, run) : await eachByItself(items, run) };
}

async function eachByItself<T extends object>(items: unknown[], run: BatchRun<T>): Promise<BatchResult[]> {
  const results: BatchResult[] = [];
  for (const [index, value] of items.entries()) {
    try {
      const item = checked(run.item, value);
      const body = await run.transaction(async () => run.work(item, index));
      results.push({ index, status: run.status ?? 200, body });
    } catch (error) {
      const failed = problemOf(error) ?? unexpected(error);
      results.push({ index, status: failed.status, problem: failed });
    }
  }
  return results;
}

function allOrNone<T extends object>(items: unknown[], run: BatchRun<T>): Promise<BatchResult[]> {
  return run.transaction(async () => {
    const results: BatchResult[] = [];
    for (const [index, value] of items.entries()) {
      try {
        const body = await run.work(checked(run.item, value), index);
        results.push({ index, status: run.status ?? 200, body });
      } catch (error) {
        throw error instanceof DomainError ? inItem(index, error) : error;
      }
    }
    return results;
  });
}

/** The same error, said of the whole body. */
function inItem(index: number, error: DomainError): DomainError {
  const at = `/items/${index}`;
  const errors = error.errors.map((each) => ({ ...each, pointer: at + each.pointer }));
  const described = errors.length > 0 ? errors : [{ pointer: at, code: error.code, detail: error.message }];
  return new DomainError(error.kind, error.code, `${at}: ${error.message}`, { ...error.facts, index }, described);
}

function unexpected(error: unknown): Problem {
  new Logger('Batch').error(error);
  return problem(500, 'internal_error', 'Something went wrong on our side; it has been recorded.');
}
