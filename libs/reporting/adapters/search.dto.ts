import { Choice, Decimal, Id, ListOf, Text } from '#platform/http/fields';
import { PageQuery } from '#platform/http/pages';
import { choice } from '#platform/http/shapes';

export const searchTypes = ['task', 'project', 'milestone', 'comment', 'person', 'skill'] as const;
export type SearchType = (typeof searchTypes)[number];

/** What to look for, and among what. */
export class SearchQuery extends PageQuery {
  @Text({
    min: 2,
    max: 200,
    description: 'Beginnings of words, all of which must be there; "in quotes" as it stands; slips are forgiven',
    example: 'sitem',
  })
  q: string;

  @ListOf(choice(searchTypes), { optional: true, min: 1, unique: true, description: 'All by default' })
  types?: SearchType[];
}

/** Something that was found. */
export class SearchHitBody {
  @Choice(searchTypes, { example: 'task' })
  type: SearchType;

  @Id()
  id: string;

  @Text({ max: 500, description: 'Of a comment: the title of its task', example: 'Draw the sitemap' })
  title: string;

  @Text({ nullable: true, description: 'Of a task, its project, or the task of a comment', example: 'WEB-42' })
  key: string | null;

  @Id({ nullable: true })
  project_id: string | null;

  @Id({ nullable: true, description: 'Of a comment: its task' })
  task_id: string | null;

  @Decimal({
    min: 0,
    max: 3,
    description: '3: the key itself; above 1: the words are there; below: something alike',
    example: 1.6,
  })
  score: number;

  @Text({ max: 10_000, description: 'The title as HTML, matches in <mark>', example: 'Draw the <mark>sitemap</mark>' })
  highlight: string;

  @Text({ max: 10_000, nullable: true, description: 'Where the words stand in the text below the title, as HTML' })
  snippet: string | null;
}
