import { Choice, Id, Instant, Integer, MarkdownText, Text } from '#platform/http/fields';
import { PageQuery } from '#platform/http/pages';
import { portfolioKinds } from '../domain/portfolio.ts';

/** What may be changed about a portfolio. Absent fields stay as they are; null clears. */
export class EditPortfolioBody {
  @Text({ min: 1, max: 200, optional: true, example: 'Digital services' })
  name?: string;

  @MarkdownText({ optional: true, example: 'Everything that faces the public.' })
  description?: string;

  @Choice(portfolioKinds, { optional: true, example: 'portfolio' })
  kind?: (typeof portfolioKinds)[number];

  @Id({ optional: true, nullable: true, description: 'Portfolio that holds this one' })
  parent_id?: string | null;
}

export class CreatePortfolioBody extends EditPortfolioBody {
  @Text({ min: 1, max: 200, example: 'Digital services' })
  declare name: string;
}

export class PortfolioBody extends CreatePortfolioBody {
  @Id()
  id: string;

  @Integer({ description: 'Projects that the caller may see in it', example: 4 })
  projects: number;

  @Integer({ min: 0, max: 100, description: 'Share of their tasks that are done, in percent', example: 55 })
  progress: number;

  @Integer({ example: 1 })
  version: number;

  @Instant()
  created_at: string;

  @Instant()
  updated_at: string;
}

export class PortfolioListQuery extends PageQuery {
  @Choice(portfolioKinds, { optional: true })
  kind?: string;

  @Id({ optional: true })
  parent_id?: string;

  @Text({ max: 200, optional: true, description: 'Words in the name' })
  q?: string;
}
