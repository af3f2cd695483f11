import { Global, Module } from '@nestjs/common';
import { PostgresActors } from './adapters/postgres-actors.ts';
import { Actors } from './application/actors.ts';
import { AuthModule } from './auth.module.ts';

/** Wires the access context; who somebody is and what they may do is asked everywhere. */
@Global()
@Module({
  imports: [AuthModule],
  providers: [{ provide: Actors, useClass: PostgresActors }],
  exports: [Actors, AuthModule],
})
export class AccessModule {}
