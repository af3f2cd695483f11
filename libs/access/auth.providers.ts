import { Clock } from '#kernel/index';
import type { FactoryProvider, Provider } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import type { Config } from '#platform/config/config';
import { CONFIG } from '#platform/config/config.module';
import { AccessTokens } from '#platform/crypto/jwt';
import { Sealer } from '#platform/crypto/sealed';
import { OidcController } from './adapters/oidc.controller.ts';
import { OidcProviderReads } from './adapters/oidc-provider-reads.ts';
import { OidcProvidersController } from './adapters/oidc-providers.controller.ts';
import { OpenIdClient } from './adapters/openid-client.ts';
import { PostgresOidcProviders } from './adapters/postgres-oidc-providers.ts';
import { PostgresServiceAccounts } from './adapters/postgres-service-accounts.ts';
import { ServiceAccountController } from './adapters/service-account.controller.ts';
import { Actors } from './application/actors.ts';
import { Granting } from './application/granting.ts';
import { OidcClient } from './application/oidc-client.ts';
import {
  AddOidcProviderHandler,
  DefaultRoleCheck,
  EditOidcProviderHandler,
  RemoveOidcProviderHandler,
} from './application/oidc-providers-edit.ts';
import {
  CompleteOidcSignInHandler,
  ExchangeOidcCodeHandler,
  StartOidcSignInHandler,
} from './application/oidc-sign-in.ts';
import { CreateServiceAccountHandler } from './application/service-account-create.ts';
import {
  CreateServiceTokenHandler,
  RemoveServiceAccountHandler,
  RevokeServiceTokenHandler,
  ServiceAccountCheck,
} from './application/service-account-tokens.ts';
import { OidcProviders } from './domain/oidc-providers.ts';
import { Roles } from './domain/roles.ts';
import { ServiceAccounts } from './domain/service-account.ts';
import { AccountController } from './adapters/account.controller.ts';
import { AccountLetters } from './adapters/account-letters.ts';
import { AccountReads } from './adapters/account-reads.ts';
import { Argon2Passwords } from './adapters/argon2-passwords.ts';
import { BackgroundWork } from './adapters/auth-background.ts';
import { AuthController } from './adapters/auth.controller.ts';
import { AuthGuard } from './adapters/auth.guard.ts';
import { JwtSessionTokens } from './adapters/jwt-session-tokens.ts';
import { PasswordController } from './adapters/password.controller.ts';
import { OpaqueTokenSecrets } from './adapters/opaque-token-secrets.ts';
import { PostgresTokens } from './adapters/postgres-tokens.ts';
import { TokenController } from './adapters/token.controller.ts';
import { TokenReads } from './adapters/token-reads.ts';
import { CreateTokenHandler } from './application/token-create.ts';
import { RevokeTokenHandler } from './application/token-revoke.ts';
import { TokenSecrets } from './application/token-secrets.ts';
import { PersonalTokens } from './domain/tokens.ts';
import { PostgresAccountWork } from './adapters/postgres-account-work.ts';
import { PostgresGuesses } from './adapters/postgres-auth-guesses.ts';
import { SealedTotpCodes } from './adapters/sealed-totp-codes.ts';
import { TokenAuthenticator } from './adapters/token-authenticator.ts';
import { StoredCredentials } from './adapters/token-credentials.ts';
import { TotpController } from './adapters/totp.controller.ts';
import { AccountMails } from './application/account-mails.ts';
import { RenameAccountHandler } from './application/account-rename.ts';
import { AccountWork } from './application/account-work.ts';
import { Afterwards } from './application/auth-afterwards.ts';
import { Guessing } from './application/auth-guessing.ts';
import { SignInHandler } from './application/auth-sign-in.ts';
import { SignUpHandler } from './application/auth-sign-up.ts';
import { SwitchOrganizationHandler } from './application/auth-switch-organization.ts';
import { Authenticator } from './application/authenticator.ts';
import { ChangePasswordHandler } from './application/password-change.ts';
import { PasswordCheck } from './application/password-check.ts';
import { RequestPasswordResetHandler, ResetPasswordHandler } from './application/password-reset.ts';
import { PasswordSetter } from './application/password-setter.ts';
import { RefreshSessionHandler } from './application/session-refresh.ts';
import { RevokeAllSessionsHandler, RevokeSessionHandler } from './application/session-revoke.ts';
import { SessionStarter } from './application/session-starter.ts';
import { SessionTokens } from './application/session-tokens.ts';
import { TotpCodes } from './application/totp-codes.ts';
import { ConfirmTotpHandler, DisableTotpHandler, EnrolTotpHandler } from './application/totp-enrolment.ts';
import { SecondFactor } from './application/totp-second-factor.ts';
import { VerifySecondFactorHandler } from './application/totp-verify.ts';
import { SendEmailVerificationHandler, VerifyEmailHandler } from './application/verification-email.ts';
import { Guesses } from './domain/auth-guesses.ts';
import { Passwords } from './domain/passwords.ts';

/** A class of the application layer, which knows no framework, with what its constructor takes. */
function plain<P extends unknown[]>(made: new (...parts: P) => object, ...inject: FactoryProvider['inject'] & object) {
  return { provide: made, useFactory: (...parts: P) => new made(...parts), inject };
}

const handlers = [
  SignUpHandler,
  SignInHandler,
  SwitchOrganizationHandler,
  RefreshSessionHandler,
  RevokeSessionHandler,
  RevokeAllSessionsHandler,
  ChangePasswordHandler,
  RequestPasswordResetHandler,
  ResetPasswordHandler,
  SendEmailVerificationHandler,
  VerifyEmailHandler,
  EnrolTotpHandler,
  ConfirmTotpHandler,
  DisableTotpHandler,
  VerifySecondFactorHandler,
  RenameAccountHandler,
  CreateTokenHandler,
  RevokeTokenHandler,
  CreateServiceAccountHandler,
  CreateServiceTokenHandler,
  RevokeServiceTokenHandler,
  RemoveServiceAccountHandler,
  AddOidcProviderHandler,
  EditOidcProviderHandler,
  RemoveOidcProviderHandler,
  StartOidcSignInHandler,
  CompleteOidcSignInHandler,
  ExchangeOidcCodeHandler,
];

/** What people and programs call to prove who they are. */
export const authControllers = [
  AuthController,
  PasswordController,
  TotpController,
  OidcController,
  AccountController,
  TokenController,
  ServiceAccountController,
  OidcProvidersController,
];

/** The parts behind them. */
export const authProviders: Provider[] = [
  ...handlers,
  plain(Guessing, Guesses, Clock),
  plain(PasswordCheck, AccountWork, Passwords, Guessing),
  plain(PasswordSetter, Passwords, AccountMails, Afterwards, Clock),
  plain(SessionStarter, SessionTokens, Clock),
  plain(SecondFactor, TotpCodes, Guessing, Clock),
  plain(ServiceAccountCheck, ServiceAccounts, Roles, Granting, Actors),
  plain(DefaultRoleCheck, Roles, Granting),
  { provide: AccountWork, useClass: PostgresAccountWork },
  { provide: Guesses, useClass: PostgresGuesses },
  { provide: Passwords, useClass: Argon2Passwords },
  { provide: SessionTokens, useClass: JwtSessionTokens },
  { provide: TotpCodes, useClass: SealedTotpCodes },
  { provide: AccountMails, useClass: AccountLetters },
  { provide: Afterwards, useClass: BackgroundWork },
  { provide: Authenticator, useClass: TokenAuthenticator },
  { provide: PersonalTokens, useClass: PostgresTokens },
  { provide: TokenSecrets, useClass: OpaqueTokenSecrets },
  { provide: ServiceAccounts, useClass: PostgresServiceAccounts },
  { provide: OidcProviders, useClass: PostgresOidcProviders },
  { provide: OidcClient, useClass: OpenIdClient },
  { provide: AccessTokens, useFactory: ({ jwtSecret }: Config) => new AccessTokens(jwtSecret), inject: [CONFIG] },
  { provide: Sealer, useFactory: ({ encryptionKeys }: Config) => new Sealer(encryptionKeys), inject: [CONFIG] },
  { provide: APP_GUARD, useClass: AuthGuard },
  StoredCredentials,
  AccountReads,
  TokenReads,
  OidcProviderReads,
];
