import { type Actor, newId } from '#kernel/index';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Comment } from '../domain/comment.ts';
import { mentionsIn } from '../domain/comment-mentions.ts';
import { Comments } from '../domain/comments.ts';

/** Says something about a task. */
export class CommentOnTask {
  constructor(
    readonly actor: Actor,
    readonly taskId: string,
    readonly body: string,
  ) {}
}

@CommandHandler(CommentOnTask)
export class CommentOnTaskHandler implements ICommandHandler<CommentOnTask, string> {
  constructor(private readonly comments: Comments) {}

  async execute({ actor, taskId, body }: CommentOnTask): Promise<string> {
    const task = await this.comments.task(actor, taskId);
    const mentionIds = await this.comments.mentioned(mentionsIn(body));
    const comment = new Comment(newId(), task, actor.userId, body, mentionIds);
    actor.authorize('create', comment);
    await this.comments.add(comment, comment.created());
    return comment.id;
  }
}
