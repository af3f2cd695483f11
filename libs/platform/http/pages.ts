import { applyDecorators } from '@nestjs/common';
import { ApiOkResponse, ApiExtension } from '@nestjs/swagger';
import { Choice, Id, Integer, ListOf, Text } from './fields.ts';

/** The id in a path, `@Param() { id }: IdParam`. */
export class IdParam {
  @Id() id: string;
}

/** What every read of one thing takes. */
export class ShowQuery {
  @Text({ max: 1000, optional: true, description: 'Names of the fields to return, separated by commas' })
  fields?: string;

  @Text({ max: 200, optional: true, description: 'Names of the parts to include, separated by commas' })
  expand?: string;
}

/** What every list takes; a list's own query extends it with its filters. */
export class PageQuery extends ShowQuery {
  @Integer({ min: 1, max: 200, optional: true, default: 50, description: 'How many items at most' })
  limit?: number;

  @Text({ max: 2000, optional: true, description: 'Where to go on: `next_cursor` of the page before' })
  cursor?: string;

  @Integer({ min: 0, max: 1_000_000, optional: true, description: 'How many items to skip; prefer `cursor`' })
  offset?: number;

  @Choice(['exact'], { optional: true, description: 'Asks for `total`' })
  count?: 'exact';

  @Text({ max: 200, optional: true, example: '-due_date,key', description: 'Sort keys; `-` for descending' })
  order_by?: string;
}

type Dto = new () => object;

/** Documents a list's answer: `{ data, next_cursor, total? }`. */
export const ApiPage = (item: Dto) => ApiOkResponse({ type: pageOf(item), description: 'One page' });

/** Documents the errors of a route beyond those that every route may give: `{ 409: ['already_completed'] }`. */
export const ApiProblems = (codesByStatus: Record<number, readonly string[]>) =>
  applyDecorators(ApiExtension('x-problems', codesByStatus));

const pages = new Map<Dto, Dto>();

/** The class of one page, made once per kind of item so that the documentation has one schema for it. */
function pageOf(item: Dto): Dto {
  const known = pages.get(item);
  if (known) return known;
  const name = `${item.name.replace(/Body$/, '')}Page`;
  const made = { [name]: class {} }[name]!;
  const declare = (field: string, ...decorators: PropertyDecorator[]) =>
    decorators.forEach((decorate) => decorate(made.prototype as object, field));
  declare(
    'data',
    ListOf(() => item, { max: 200 }),
  );
  declare('next_cursor', Text({ max: 2000, nullable: true, description: 'For the next page; null on the last' }));
  declare('total', Integer({ min: 0, optional: true, description: 'Of all pages; only with `count=exact`' }));
  pages.set(item, made);
  return made;
}
