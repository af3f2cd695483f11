import type { Actor, DomainEvent } from '#kernel/index';
import type { Comment, CommentedTask } from './comment.ts';
import type { Mentions } from './comment-mentions.ts';

/** Where comments and the reactions to them live. */
export abstract class Comments {
  /** The comment, locked, under a task that the actor may see; NotFound otherwise. */
  abstract get(actor: Actor, id: string): Promise<Comment>;
  /** A task that the actor may see; NotFound otherwise. */
  abstract task(actor: Actor, id: string): Promise<CommentedTask>;
  /** The active members who are called. */
  abstract mentioned(mentions: Mentions): Promise<string[]>;
  abstract add(comment: Comment, event: DomainEvent): Promise<void>;
  abstract save(comment: Comment, event: DomainEvent): Promise<void>;
  abstract remove(comment: Comment, event: DomainEvent): Promise<void>;
  /** Sets or takes back a reaction; the event is told only if that changed something. */
  abstract react(comment: Comment, reaction: Reaction, event: DomainEvent): Promise<void>;
}

/** One person's emoji under a comment. */
export interface Reaction {
  userId: string;
  emoji: string;
  present: boolean;
}
