import type { Changes, DomainEvent } from '#kernel/index';
import { CodeRefused, TotpAlreadyOn, TotpNotEnrolled } from './account-errors.ts';

/** What is kept of an account; the second factor's secret is sealed, codes and passwords are hashes. */
export interface AccountState {
  id: string;
  kind: 'person' | 'service';
  email: string;
  name: string;
  passwordHash: string | null;
  emailVerifiedAt: Temporal.Instant | null;
  totpSecret: string | null;
  totpConfirmedAt: Temporal.Instant | null;
  totpLastStep: number | null;
  recoveryCodeHashes: readonly string[];
}

/** Somebody, or some program, that can prove who it is. */
export class Account {
  constructor(readonly state: AccountState) {}

  /** A new person's account. */
  static of(person: Pick<AccountState, 'id' | 'email' | 'name'> & Partial<AccountState>): Account {
    return new Account({
      kind: 'person',
      passwordHash: null,
      emailVerifiedAt: null,
      totpSecret: null,
      totpConfirmedAt: null,
      totpLastStep: null,
      recoveryCodeHashes: [],
      ...person,
    });
  }

  get id(): string {
    return this.state.id;
  }

  get email(): string {
    return this.state.email;
  }

  get name(): string {
    return this.state.name;
  }

  get hasSecondFactor(): boolean {
    return this.state.totpConfirmedAt !== null;
  }

  rename(name: string): DomainEvent | undefined {
    if (name === this.name) return undefined;
    const changes: Changes = { name: [this.name, name] };
    this.state.name = name;
    return this.event('renamed', { name }, changes);
  }

  /** `how` tells a forgotten password from a changed one. */
  changePassword(hash: string, how: 'changed' | 'reset'): DomainEvent {
    this.state.passwordHash = hash;
    return this.event('password_changed', { how });
  }

  /** The same password under a stronger hash, unless it has been changed meanwhile. */
  strengthenPassword(from: string, to: string): void {
    if (this.state.passwordHash === from) this.state.passwordHash = to;
  }

  /** Nothing the second time. */
  verifyEmail(at: Temporal.Instant): DomainEvent | undefined {
    if (this.state.emailVerifiedAt) return undefined;
    this.state.emailVerifiedAt = at;
    return this.event('email_verified');
  }

  /** Prepares a second factor; it counts only once a code has confirmed it. */
  enrolTotp(sealedSecret: string): DomainEvent {
    if (this.hasSecondFactor) throw new TotpAlreadyOn();
    this.state.totpSecret = sealedSecret;
    return this.event('totp_enrolled');
  }

  confirmTotp(step: number | undefined, recoveryCodeHashes: readonly string[], at: Temporal.Instant): DomainEvent {
    if (this.hasSecondFactor) throw new TotpAlreadyOn();
    if (!this.state.totpSecret) throw new TotpNotEnrolled();
    if (step === undefined) throw new CodeRefused('/code');
    this.state.totpConfirmedAt = at;
    this.state.totpLastStep = step;
    this.state.recoveryCodeHashes = recoveryCodeHashes;
    return this.event('totp_enabled');
  }

  disableTotp(): DomainEvent {
    if (!this.state.totpSecret) throw new TotpNotEnrolled();
    this.state.totpSecret = null;
    this.state.totpConfirmedAt = null;
    this.state.totpLastStep = null;
    this.state.recoveryCodeHashes = [];
    return this.event('totp_disabled');
  }

  /** Spends a code's time step: the same code, or an earlier one, never works again. */
  useTotpStep(step: number): boolean {
    if (step <= (this.state.totpLastStep ?? -1)) return false;
    this.state.totpLastStep = step;
    return true;
  }

  /** Spends a recovery code; nothing when there is no such code left. */
  useRecoveryCode(hash: string): DomainEvent | undefined {
    const left = this.state.recoveryCodeHashes.filter((each) => each !== hash);
    if (left.length === this.state.recoveryCodeHashes.length) return undefined;
    this.state.recoveryCodeHashes = left;
    return this.event('recovery_code_used', { left: left.length });
  }

  /** A fact about this account, for its owner's eyes and the audit log. */
  event(what: string, data: Record<string, unknown> = {}, changes?: Changes): DomainEvent {
    return {
      type: `account.${what}`,
      subject: { type: 'Account', id: this.id },
      recipientId: this.id,
      data,
      ...(changes && { changes }),
    };
  }
}
