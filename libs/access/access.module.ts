import { Global, Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import type { Config } from '#platform/config/config';
import { CONFIG } from '#platform/config/config.module';
import { AccessTokens } from '#platform/crypto/jwt';
import { Argon2Passwords } from './adapters/argon2-passwords.ts';
import { AuthController } from './adapters/auth.controller.ts';
import { AuthGuard } from './adapters/auth.guard.ts';
import { PostgresAccounts } from './adapters/postgres-accounts.ts';
import { PostgresActors } from './adapters/postgres-actors.ts';
import { PostgresSessions } from './adapters/postgres-sessions.ts';
import { SessionTokens } from './adapters/session-tokens.ts';
import { TokenAuthenticator } from './adapters/token-authenticator.ts';
import { Actors } from './application/actors.ts';
import { Authenticator } from './application/authenticator.ts';
import { SignIn } from './application/sign-in.ts';
import { TokenIssuer } from './application/token-issuer.ts';
import { Accounts } from './domain/accounts.ts';
import { Passwords } from './domain/passwords.ts';
import { Sessions } from './domain/sessions.ts';

/** Wires the access context; who somebody is and what they may do is asked everywhere. */
@Global()
@Module({
  controllers: [AuthController],
  providers: [
    { provide: Accounts, useClass: PostgresAccounts },
    { provide: Sessions, useClass: PostgresSessions },
    { provide: Passwords, useClass: Argon2Passwords },
    { provide: TokenIssuer, useClass: SessionTokens },
    { provide: Actors, useClass: PostgresActors },
    { provide: Authenticator, useClass: TokenAuthenticator },
    { provide: AccessTokens, useFactory: (config: Config) => new AccessTokens(config.jwtSecret), inject: [CONFIG] },
    { provide: APP_GUARD, useClass: AuthGuard },
    SignIn,
  ],
  exports: [Actors, Authenticator],
})
export class AccessModule {}
