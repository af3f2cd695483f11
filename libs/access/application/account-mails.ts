/** Whom a letter is for. */
export interface Addressee {
  email: string;
  name: string;
}

/** The letters that accounts cause. */
export abstract class AccountMails {
  abstract verifyEmail(to: Addressee, token: string): Promise<void>;
  abstract resetPassword(to: Addressee, token: string): Promise<void>;
  /** So that a person notices what they did not do themselves. */
  abstract passwordChanged(to: Addressee): Promise<void>;
}
