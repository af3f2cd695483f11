import { AccessModule } from '#access/access.module';
import { CollaborationModule } from '#collaboration/collaboration.module';
import { LearningModule } from '#learning/learning.module';
import { type DynamicModule, Module } from '@nestjs/common';
import { APP_INTERCEPTOR } from '@nestjs/core';
import { CqrsModule } from '@nestjs/cqrs';
import type { Config } from '#platform/config/config';
import { ConfigModule } from '#platform/config/config.module';
import { EtagInterceptor } from '#platform/http/etag';
import { IdempotencyInterceptor, IdempotencyKeys } from '#platform/http/idempotency';
import { PostgresIdempotencyKeys } from '#platform/postgres/postgres-idempotency-keys';
import { PostgresModule } from '#platform/postgres/postgres.module';
import { TenantInterceptor } from '#platform/postgres/tenant.interceptor';
import { ProjectsModule } from '#projects/projects.module';
import { TasksModule } from '#tasks/tasks.module';
import { entities } from '../entities.ts';
import type { Installation } from '../installation.ts';

/** The API: every context behind one HTTP edge and one socket server. */
@Module({})
export class AppModule {
  static forRoot(config: Config, installation: Installation): DynamicModule {
    return {
      module: AppModule,
      imports: [
        ConfigModule.forRoot(config),
        PostgresModule.forRoot({ ...installation, entities }),
        CqrsModule.forRoot(),
        AccessModule,
        ProjectsModule,
        LearningModule,
        TasksModule,
        CollaborationModule,
      ],
      providers: [
        { provide: IdempotencyKeys, useClass: PostgresIdempotencyKeys },
        // In this order: the tag is made of the answer, the key guards the work, and both lie in the tenant's transaction.
        { provide: APP_INTERCEPTOR, useClass: EtagInterceptor },
        { provide: APP_INTERCEPTOR, useClass: TenantInterceptor },
        { provide: APP_INTERCEPTOR, useClass: IdempotencyInterceptor },
      ],
    };
  }
}
