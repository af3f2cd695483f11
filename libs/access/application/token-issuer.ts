import type { Origin } from '#kernel/index';

/** What a client keeps to stay signed in. */
export interface Tokens {
  accessToken: string;
  refreshToken: string;
  expiresIn: number;
}

/** Opens, renews and ends sessions. */
export abstract class TokenIssuer {
  abstract open(accountId: string, organizationId: string, origin: Origin): Promise<Tokens>;
  /** New tokens for a refresh token, which is spent by it. */
  abstract refresh(refreshToken: string): Promise<Tokens>;
}
