/** What a single-use token is good for, and how long. */
export const oneTimeLifetimes = {
  password_reset: { hours: 1 },
  email_verification: { hours: 72 },
  second_factor: { minutes: 5 },
  oidc_sign_in: { minutes: 10 },
  oidc_exchange: { minutes: 1 },
} as const;

/** The purpose of a single-use token. */
export type OneTimePurpose = keyof typeof oneTimeLifetimes;

/** What a token stands for. */
export interface OneTimeGrant {
  accountId: string | null;
  data: Readonly<Record<string, string | null>>;
}

/** Tokens that work once; only their hashes are kept. */
export abstract class OneTimeTokens {
  abstract issue(purpose: OneTimePurpose, grant: OneTimeGrant): Promise<string>;
  /** What the token stands for, spent by asking; nothing when it is unknown, spent or over. */
  abstract use(purpose: OneTimePurpose, token: string): Promise<OneTimeGrant | undefined>;
  /** The same without spending it; nobody else can spend it until the work ends. */
  abstract peek(purpose: OneTimePurpose, token: string): Promise<OneTimeGrant | undefined>;
  /** Spends all others that an account has for a purpose. */
  abstract discard(purpose: OneTimePurpose, accountId: string): Promise<void>;
}
