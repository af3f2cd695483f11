import { LearningModule } from '#learning/learning.module';
import { Module, type OnModuleInit } from '@nestjs/common';
import { EventSubjects } from '#platform/events/event-subjects';
import { ProjectsModule } from '#projects/projects.module';
import { ExportsController } from './adapters/exports.controller.ts';
import { ImportReads } from './adapters/import-reads.ts';
import { ImportWorker } from './adapters/import-worker.ts';
import { ImportsController } from './adapters/imports.controller.ts';
import { TaskReads } from './adapters/task-reads.ts';
import { PostgresTaskImports } from './adapters/postgres-task-imports.ts';
import {
  CancelImportHandler,
  ConfigureImportHandler,
  FinishUploadHandler,
  OpenImportHandler,
  StartImportHandler,
} from './application/import-tasks.ts';
import { ImportNextRowsHandler } from './application/run-import.ts';
import { TaskImports } from './domain/task-imports.ts';

/** Wires the way of tasks from elsewhere into projects. */
@Module({
  imports: [ProjectsModule, LearningModule],
  controllers: [ImportsController, ExportsController],
  providers: [
    { provide: TaskImports, useClass: PostgresTaskImports },
    ImportReads,
    TaskReads,
    OpenImportHandler,
    FinishUploadHandler,
    ConfigureImportHandler,
    StartImportHandler,
    CancelImportHandler,
    ImportNextRowsHandler,
  ],
})
export class ImportsModule implements OnModuleInit {
  constructor(private readonly eventSubjects: EventSubjects) {}

  onModuleInit(): void {
    this.eventSubjects.register('Import', { attributes: {}, guardedFields: [] });
  }
}

/** What a worker adds: it turns the rows of running imports into tasks. */
@Module({ providers: [ImportWorker] })
export class ImportsWorkerModule {}
