import type { Actor } from '#kernel/index';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { checkEmoji } from '../domain/comment.ts';
import { Comments } from '../domain/comments.ts';

/** Puts one's emoji under a comment, or takes it away; whoever may comment may react. */
export class ReactToComment {
  constructor(
    readonly actor: Actor,
    readonly commentId: string,
    readonly emoji: string,
    readonly present: boolean,
  ) {}
}

@CommandHandler(ReactToComment)
export class ReactToCommentHandler implements ICommandHandler<ReactToComment, void> {
  constructor(private readonly comments: Comments) {}

  async execute({ actor, commentId, emoji, present }: ReactToComment): Promise<void> {
    checkEmoji(emoji);
    const comment = await this.comments.get(actor, commentId);
    actor.authorize('create', comment);
    const { userId } = actor;
    await this.comments.react(comment, { userId, emoji, present }, comment.reactionChanged(userId, emoji, present));
  }
}
