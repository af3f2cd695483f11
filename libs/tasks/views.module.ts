import { Module, type OnModuleInit } from '@nestjs/common';
import { EventSubjects } from '#platform/events/event-subjects';
import { ProjectsModule } from '#projects/projects.module';
import { PostgresViews } from './adapters/postgres-views.ts';
import { TaskReads } from './adapters/task-reads.ts';
import { ViewReads } from './adapters/view-reads.ts';
import { ViewsController } from './adapters/views.controller.ts';
import { CreateViewHandler, DeleteViewHandler, EditViewHandler } from './application/keep-views.ts';
import { Views } from './domain/views.ts';

/** Wires the saved ways to look at tasks. */
@Module({
  imports: [ProjectsModule],
  controllers: [ViewsController],
  providers: [
    { provide: Views, useClass: PostgresViews },
    TaskReads,
    ViewReads,
    CreateViewHandler,
    EditViewHandler,
    DeleteViewHandler,
  ],
})
export class ViewsModule implements OnModuleInit {
  constructor(private readonly eventSubjects: EventSubjects) {}

  onModuleInit(): void {
    this.eventSubjects.register('View', {
      attributes: {
        authorId: { data: 'author_id', type: 'uuid' },
        isShared: { data: 'is_shared', type: 'boolean' },
      },
      guardedFields: [],
    });
  }
}
