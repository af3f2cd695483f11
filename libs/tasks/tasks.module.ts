import { LearningModule } from '#learning/learning.module';
import { Module, type OnModuleInit } from '@nestjs/common';
import { EventSubjects } from '#platform/events/event-subjects';
import { PermissionCatalogue } from '#platform/permissions/catalogue';
import { ProjectsModule } from '#projects/projects.module';
import { PostgresTasks } from './adapters/postgres-tasks.ts';
import { TaskReads } from './adapters/task-reads.ts';
import { taskInEvents } from './adapters/task-in-events.ts';
import { TasksController } from './adapters/tasks.controller.ts';
import { ChangeStatusHandler } from './application/change-status.ts';
import { CompleteTaskHandler } from './application/complete-task.ts';
import { CreateTaskHandler } from './application/create-task.ts';
import { DeleteTaskHandler } from './application/delete-task.ts';
import { EditTaskHandler } from './application/edit-task.ts';
import { taskPermissions } from './domain/task-permissions.ts';
import { Tasks } from './domain/tasks.ts';

/** Wires the tasks context. */
@Module({
  imports: [ProjectsModule, LearningModule],
  controllers: [TasksController],
  providers: [
    { provide: Tasks, useClass: PostgresTasks },
    TaskReads,
    CreateTaskHandler,
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
    this.eventSubjects.register('Task', taskInEvents);
  }
}
