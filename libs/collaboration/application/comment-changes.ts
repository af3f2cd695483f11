import { type Actor, expectVersion } from '#kernel/index';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { mentionsIn } from '../domain/comment-mentions.ts';
import { Comments } from '../domain/comments.ts';

/** Words a comment anew. */
export class EditComment {
  constructor(
    readonly actor: Actor,
    readonly commentId: string,
    readonly body: string,
    readonly expectedVersion?: number,
  ) {}
}

/** Takes a comment back. */
export class DeleteComment {
  constructor(
    readonly actor: Actor,
    readonly commentId: string,
    readonly expectedVersion?: number,
  ) {}
}

@CommandHandler(EditComment)
export class EditCommentHandler implements ICommandHandler<EditComment, void> {
  constructor(private readonly comments: Comments) {}

  async execute({ actor, commentId, body, expectedVersion }: EditComment): Promise<void> {
    const comment = await this.comments.get(actor, commentId);
    actor.authorize('edit', comment);
    expectVersion(comment, expectedVersion);
    const edited = comment.edit(body, await this.comments.mentioned(mentionsIn(body)));
    if (edited) await this.comments.save(comment, edited);
  }
}

@CommandHandler(DeleteComment)
export class DeleteCommentHandler implements ICommandHandler<DeleteComment, void> {
  constructor(private readonly comments: Comments) {}

  async execute({ actor, commentId, expectedVersion }: DeleteComment): Promise<void> {
    const comment = await this.comments.get(actor, commentId);
    actor.authorize('edit', comment);
    expectVersion(comment, expectedVersion);
    await this.comments.remove(comment, comment.deleted());
  }
}
