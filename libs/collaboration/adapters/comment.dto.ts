import { Flag, Id, Instant, Integer, ListOf, MarkdownText, Text } from '#platform/http/fields';
import { IdParam, PageQuery } from '#platform/http/pages';
import { id } from '#platform/http/shapes';

export class CommentBody {
  @MarkdownText({
    min: 1,
    max: 20_000,
    description: 'Markdown; `@[name](user id)` or `@address` calls a member',
    example: 'Looks good, @ana@example.org.',
  })
  body: string;
}

export class CommentReactionView {
  @Text({ max: 32, example: '👍' })
  emoji: string;

  @Integer({ min: 1, example: 2 })
  count: number;

  @ListOf(id(), { description: 'Who reacted so, the first ones first' })
  user_ids: string[];
}

export class CommentView {
  @Id()
  id: string;

  @Id()
  task_id: string;

  @Id()
  author_id: string;

  @MarkdownText({ example: 'Looks good, @ana@example.org.' })
  body: string;

  @ListOf(id(), { description: 'The members that the text calls' })
  mention_ids: string[];

  @ListOf(() => CommentReactionView)
  reactions: CommentReactionView[];

  @Flag({ example: false })
  is_edited: boolean;

  @Instant({ nullable: true })
  edited_at: string | null;

  @Integer({ example: 1 })
  version: number;

  @Instant()
  created_at: string;
}

export class CommentListQuery extends PageQuery {
  @Id({ optional: true, description: 'Only those of this person' })
  author_id?: string;
}

export class ReactionParam extends IdParam {
  @Text({ min: 1, max: 32, description: 'One emoji, percent-encoded', example: '👍' })
  emoji: string;
}
