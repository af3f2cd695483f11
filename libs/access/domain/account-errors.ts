import { DomainError, InvalidInput } from '#kernel/index';

/** E-mail or password is wrong; the answer does not say which. */
export class WrongCredentials extends DomainError {
  constructor() {
    super('unauthenticated', 'invalid_credentials', 'E-mail or password is wrong.');
  }
}

/** The current password, asked again before something delicate, is not right. */
export class WrongPassword extends InvalidInput {
  constructor(pointer: string) {
    super(pointer, 'wrong_password', 'This is not your current password.');
  }
}

/** Another account has this address. */
export class EmailTaken extends DomainError {
  constructor() {
    const detail = 'An account with this e-mail address exists. Sign in instead.';
    super('conflict', 'email_taken', detail, {}, [{ pointer: '/email', code: 'email_taken', detail }]);
  }
}

/** Too many wrong guesses at one account; each further one locks it for longer. */
export class TooManyGuesses extends DomainError {
  constructor(retryAfterSeconds: number) {
    super('limited', 'too_many_attempts', `Too many failed attempts; try again in ${retryAfterSeconds} s.`, {
      retry_after: retryAfterSeconds,
    });
  }
}

/** A code of the second factor, or a recovery code, is wrong or was used before. */
export class CodeRefused extends InvalidInput {
  constructor(pointer: string) {
    super(pointer, 'wrong_code', 'The code is wrong, too old, or was used before.');
  }
}

/** A single-use token is unknown, used or over. */
export class OneTimeTokenRefused extends InvalidInput {
  constructor(pointer = '/token') {
    super(pointer, 'token_refused', 'This is wrong, was used before, or has expired. Ask for a new one.');
  }
}

/** The second factor is on already. */
export class TotpAlreadyOn extends DomainError {
  constructor() {
    super('conflict', 'totp_already_on', 'The second factor is on already. Switch it off first.');
  }
}

/** There is no second factor to confirm or switch off. */
export class TotpNotEnrolled extends DomainError {
  constructor() {
    super('conflict', 'totp_not_enrolled', 'No second factor has been set up.');
  }
}

/** The account belongs to no such organization, or to none at all. */
export class NoMembership extends DomainError {
  constructor() {
    super('forbidden', 'no_membership', 'You are no active member of this organization.');
  }
}

/** A token of a program, or a session of single sign-on, may not do what only the person's own sign-in may. */
export class OwnSignInNeeded extends DomainError {
  constructor() {
    super('forbidden', 'own_sign_in_needed', 'Sign in with your own e-mail and password for this.');
  }
}

/** The refresh token is not one of ours, or its session is over. */
export class InvalidRefreshToken extends DomainError {
  constructor() {
    super('unauthenticated', 'invalid_refresh_token', 'The refresh token is wrong, expired or revoked.');
  }
}

/** A refresh token came a second time, so it or its successor is in wrong hands; its session is over. */
export class RefreshTokenReused extends DomainError {
  constructor() {
    super('unauthenticated', 'refresh_token_reused', 'This refresh token was used before; sign in again.');
  }
}
