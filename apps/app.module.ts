import { AccessModule } from '#access/access.module';
import { AccessWorkerModule } from '#access/access-worker.module';
import { CollaborationModule } from '#collaboration/collaboration.module';
import { CommentsModule } from '#collaboration/comments.module';
import { LearningModule } from '#learning/learning.module';
import { NotificationsModule } from '#notifications/notifications.module';
import { type DynamicModule, Module } from '@nestjs/common';
import { APP_INTERCEPTOR } from '@nestjs/core';
import { CqrsModule } from '@nestjs/cqrs';
import { sql } from 'kysely';
import type { Config } from '#platform/config/config';
import { ConfigModule } from '#platform/config/config.module';
import { ReactionRunner } from '#platform/events/reaction-runner';
import { IdempotencyInterceptor, IdempotencyKeys } from '#platform/http/idempotency';
import { MailModule } from '#platform/mail/mail.module';
import { Database } from '#platform/postgres/database';
import { PostgresIdempotencyKeys } from '#platform/postgres/postgres-idempotency-keys';
import { PostgresModule } from '#platform/postgres/postgres.module';
import { QueueModule } from '#platform/queue/queue.module';
import { QueueRunner } from '#platform/queue/queue-runner';
import { RetentionModule } from '#platform/queue/retention.module';
import { TenantInterceptor } from '#platform/postgres/tenant.interceptor';
import { TelemetryModule } from '#platform/telemetry/telemetry.module';
import { ProjectsModule } from '#projects/projects.module';
import { ReportingModule } from '#reporting/reporting.module';
import { AssignmentModule } from '#tasks/assignment.module';
import { ImportsModule, ImportsWorkerModule } from '#tasks/imports.module';
import { TasksModule } from '#tasks/tasks.module';
import { ViewsModule } from '#tasks/views.module';
import { entities } from './entities.ts';
import type { Installation } from './installation.ts';

/** Which parts of Muster a process runs. */
export interface Parts {
  /** Answers HTTP and sockets. */
  api: boolean;
  /** Runs reactions and queues. */
  worker: boolean;
}

const contexts = [
  AccessModule,
  ProjectsModule,
  LearningModule,
  TasksModule,
  AssignmentModule,
  ImportsModule,
  ViewsModule,
  CommentsModule,
  NotificationsModule,
  ReportingModule,
];

/** Muster: every context, and around them the parts that this process runs. */
@Module({})
export class AppModule {
  static forRoot(config: Config, installation: Installation, { api, worker }: Parts): DynamicModule {
    return {
      module: AppModule,
      imports: [
        ConfigModule.forRoot(config),
        PostgresModule.forRoot({ ...installation, entities }),
        MailModule,
        QueueModule.forRoot({ ...installation, redisUrl: config.redisUrl }),
        CqrsModule.forRoot(),
        TelemetryModule.register({
          inject: [Database],
          checks: (database: Database) => ({ postgres: () => database.systemRows(sql`select 1`) }),
        }),
        ...contexts,
        ...(api ? [CollaborationModule] : []),
        ...(worker ? [RetentionModule, AccessWorkerModule, ImportsWorkerModule] : []),
      ],
      providers: [
        { provide: IdempotencyKeys, useClass: PostgresIdempotencyKeys },
        // In this order: the key guards the work inside the transaction.
        { provide: APP_INTERCEPTOR, useClass: TenantInterceptor },
        { provide: APP_INTERCEPTOR, useClass: IdempotencyInterceptor },
        ...(worker ? [ReactionRunner, QueueRunner] : []),
      ],
    };
  }
}
