import { LearningModule } from '#learning/learning.module';
import { Module, type OnModuleInit } from '@nestjs/common';
import { sql } from 'kysely';
import { EventSubjects } from '#platform/events/event-subjects';
import { PermissionCatalogue } from '#platform/permissions/catalogue';
import { ProjectsModule } from '#projects/projects.module';
import { PostgresTasks } from './adapters/postgres-tasks.ts';
import { taskColumns } from './adapters/task-listing.ts';
import { TaskReads } from './adapters/task-reads.ts';
import { taskInEvents } from './adapters/task-in-events.ts';
import { TasksController } from './adapters/tasks.controller.ts';
import { ChangeStatusHandler } from './application/change-status.ts';
import { CompleteTaskHandler } from './application/complete-task.ts';
import { CreateTaskHandler } from './application/create-task.ts';
import { DeleteTaskHandler } from './application/delete-task.ts';
import { EditTaskHandler } from './application/edit-task.ts';
import { openTaskFields, taskPermissions } from './domain/task-permissions.ts';
import { Tasks } from './domain/tasks.ts';
import { BoardReads } from './adapters/board-reads.ts';
import { BoardController } from './adapters/board.controller.ts';
import { PostgresBoardColumns } from './adapters/postgres-board-columns.ts';
import { PostgresDependencies } from './adapters/postgres-dependencies.ts';
import { PostgresTimeEntries } from './adapters/postgres-time-entries.ts';
import { PostgresWatchers } from './adapters/postgres-watchers.ts';
import { TaskBatchController } from './adapters/task-batch.controller.ts';
import { TaskHistoryController } from './adapters/task-history.controller.ts';
import { TaskLinksController } from './adapters/task-links.controller.ts';
import { TimeEntriesController } from './adapters/time-entries.controller.ts';
import { TimeEntryReads } from './adapters/time-entry-reads.ts';
import { WatchersController } from './adapters/watchers.controller.ts';
import { AddDependencyHandler, RemoveDependencyHandler } from './application/link-tasks.ts';
import { MoveTaskHandler } from './application/move-task.ts';
import { SetAssigneesHandler } from './application/set-assignees.ts';
import {
  DeleteTimeEntryHandler,
  EditTimeEntryHandler,
  LogTimeHandler,
  StopTimerHandler,
} from './application/track-time.ts';
import { WatchTaskHandler } from './application/watch-task.ts';
import { BoardColumns } from './domain/board-columns.ts';
import { Dependencies } from './domain/dependencies.ts';
import { TimeEntries } from './domain/time-entries.ts';
import { Watchers } from './domain/watchers.ts';

/** Wires the tasks context. */
@Module({
  imports: [ProjectsModule, LearningModule],
  controllers: [
    TaskBatchController,
    TasksController,
    TaskLinksController,
    TaskHistoryController,
    WatchersController,
    TimeEntriesController,
    BoardController,
  ],
  providers: [
    { provide: Tasks, useClass: PostgresTasks },
    { provide: Dependencies, useClass: PostgresDependencies },
    { provide: Watchers, useClass: PostgresWatchers },
    { provide: TimeEntries, useClass: PostgresTimeEntries },
    { provide: BoardColumns, useClass: PostgresBoardColumns },
    TaskReads,
    TimeEntryReads,
    BoardReads,
    CreateTaskHandler,
    SetAssigneesHandler,
    MoveTaskHandler,
    AddDependencyHandler,
    RemoveDependencyHandler,
    WatchTaskHandler,
    LogTimeHandler,
    StopTimerHandler,
    EditTimeEntryHandler,
    DeleteTimeEntryHandler,
    EditTaskHandler,
    ChangeStatusHandler,
    CompleteTaskHandler,
    DeleteTaskHandler,
  ],
  exports: [TaskReads],
})
export class TasksModule implements OnModuleInit {
  constructor(
    private readonly catalogue: PermissionCatalogue,
    private readonly eventSubjects: EventSubjects,
  ) {}

  onModuleInit(): void {
    this.catalogue.add(taskPermissions);
    this.catalogue.describe('Task', {
      from: sql`tasks t`,
      columns: taskColumns,
      fields: [...openTaskFields, 'cost'],
      guardedFields: ['cost'],
    });
    this.eventSubjects.register('Task', taskInEvents);
    this.eventSubjects.register('TimeEntry', {
      attributes: { authorId: { data: 'author_id', type: 'uuid' } },
      guardedFields: [],
    });
  }
}
