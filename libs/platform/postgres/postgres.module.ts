import { Clock, SystemClock } from '#kernel/index';
import { type DynamicModule, Global, Module, type OnApplicationShutdown } from '@nestjs/common';
import { EventLog } from '#platform/events/event-log';
import { EventSubjects } from '#platform/events/event-subjects';
import { Reactions } from '#platform/events/reactions';
import { TransactionReactions } from '#platform/events/transaction-reactions';
import { PermissionCatalogue } from '#platform/permissions/catalogue';
import { Database, type DatabaseOptions } from './database.ts';
import { LISTEN_URL } from './listen-url.ts';
import { UnitOfWork } from './unit-of-work.ts';

/** The database and what every context needs around it. */
@Global()
@Module({})
export class PostgresModule implements OnApplicationShutdown {
  constructor(private readonly database: Database) {}

  static forRoot(options: DatabaseOptions): DynamicModule {
    const providers = [
      { provide: Database, useFactory: () => Database.connect(options) },
      { provide: LISTEN_URL, useValue: options.systemUrl },
      { provide: Clock, useClass: SystemClock },
      EventLog,
      TransactionReactions,
      Reactions,
      EventSubjects,
      PermissionCatalogue,
      UnitOfWork,
    ];
    return { module: PostgresModule, providers, exports: providers };
  }

  async onApplicationShutdown(): Promise<void> {
    await this.database.close();
  }
}
