import { Module, type OnModuleInit } from '@nestjs/common';
import { EventSubjects } from '#platform/events/event-subjects';
import { PermissionCatalogue } from '#platform/permissions/catalogue';
import { TasksModule } from '#tasks/tasks.module';
import { CommentReads } from './adapters/comment-reads.ts';
import { commentDescription, commentInEvents } from './adapters/comment-visibility.ts';
import { CommentsController } from './adapters/comments.controller.ts';
import { PostgresComments } from './adapters/postgres-comments.ts';
import { DeleteCommentHandler, EditCommentHandler } from './application/comment-changes.ts';
import { CommentOnTaskHandler } from './application/comment-on-task.ts';
import { ReactToCommentHandler } from './application/comment-reactions.ts';
import { Comments } from './domain/comments.ts';

/** Wires comments, apart from the sockets, so that a worker without sockets knows them too. */
@Module({
  imports: [TasksModule],
  controllers: [CommentsController],
  providers: [
    { provide: Comments, useClass: PostgresComments },
    CommentReads,
    CommentOnTaskHandler,
    EditCommentHandler,
    DeleteCommentHandler,
    ReactToCommentHandler,
  ],
})
export class CommentsModule implements OnModuleInit {
  constructor(
    private readonly catalogue: PermissionCatalogue,
    private readonly eventSubjects: EventSubjects,
  ) {}

  onModuleInit(): void {
    this.catalogue.describe('Comment', commentDescription(this.catalogue));
    this.eventSubjects.register('Comment', commentInEvents(this.catalogue));
  }
}
