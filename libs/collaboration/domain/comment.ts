import { type DomainEvent, InvalidInput, type Subject } from '#kernel/index';
import { excerptOf } from './comment-mentions.ts';

/** The task that a comment stands under. */
export interface CommentedTask {
  id: string;
  key: string;
  title: string;
  projectId: string;
  /** What permissions ask of the task, in wire spelling; its comments' events carry it along. */
  attributes: Record<string, unknown>;
}

/** What somebody says about a task. */
export class Comment implements Subject {
  readonly subjectType = 'Comment';

  constructor(
    readonly id: string,
    readonly task: CommentedTask,
    readonly authorId: string,
    public body: string,
    /** The members that the text calls. */
    public mentionIds: readonly string[],
    public version = 1,
  ) {}

  get projectId(): string {
    return this.task.projectId;
  }

  created(): DomainEvent {
    return this.event('comment.created', { mention_ids: this.mentionIds }, { body: [null, this.body] });
  }

  /** Those who are called for the first time will be told. */
  edit(body: string, mentionIds: readonly string[]): DomainEvent | undefined {
    if (body === this.body) return undefined;
    const [bodyBefore, mentionedBefore] = [this.body, this.mentionIds];
    this.body = body;
    this.mentionIds = mentionIds;
    const newly = mentionIds.filter((id) => !mentionedBefore.includes(id));
    const data = { mention_ids: mentionIds, newly_mentioned: newly };
    return this.event('comment.updated', data, { body: [bodyBefore, body] });
  }

  deleted(): DomainEvent {
    const body = this.body;
    this.body = '';
    this.mentionIds = [];
    return this.event('comment.deleted', {}, { body: [body, null] });
  }

  reactionChanged(userId: string, emoji: string, added: boolean): DomainEvent {
    return this.event(`comment.reaction_${added ? 'added' : 'removed'}`, { user_id: userId, emoji });
  }

  private event(type: string, data: Record<string, unknown>, changes?: DomainEvent['changes']): DomainEvent {
    const { id, key, title, attributes } = this.task;
    const about = { ...attributes, task_id: id, task_key: key, task_title: title, author_id: this.authorId };
    return {
      type,
      subject: { type: 'Comment', id: this.id },
      projectId: this.projectId,
      data: { ...about, excerpt: excerptOf(this.body), ...data },
      changes,
    };
  }
}

/** Refuses whatever is not exactly one emoji (RGI set of Unicode UTS #51). */
export function checkEmoji(text: string): void {
  if (!/^\p{RGI_Emoji}$/v.test(text)) {
    throw new InvalidInput('{emoji}', 'no_emoji', 'A reaction is exactly one emoji, such as 👍.');
  }
}
