/** A second factor in the making: what an authenticator app needs, and what is kept. */
export interface NewTotp {
  secret: string;
  uri: string;
  sealedSecret: string;
}

/** Time-based codes (RFC 6238) and the recovery codes that replace them. */
export abstract class TotpCodes {
  abstract create(account: { id: string; email: string }): NewTotp;
  /** The time step of a right code; nothing for a wrong one. */
  abstract step(account: { id: string; totpSecret: string }, code: string, at: Temporal.Instant): number | undefined;
  abstract recoveryCodes(): { codes: string[]; hashes: string[] };
  abstract hashOfRecoveryCode(code: string): string;
}
