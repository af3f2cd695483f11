import { Global, Module } from '@nestjs/common';
import { PostgresActors } from './adapters/postgres-actors.ts';
import { Actors } from './application/actors.ts';
import { Authenticator } from './application/authenticator.ts';
import { authControllers, authProviders } from './auth.providers.ts';

/** Wires the access context; who somebody is and what they may do is asked everywhere. */
@Global()
@Module({
  controllers: [...authControllers],
  providers: [...authProviders, { provide: Actors, useClass: PostgresActors }],
  exports: [Actors, Authenticator],
})
export class AccessModule {}
