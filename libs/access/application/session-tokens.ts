/** What a client keeps to stay signed in. */
export interface Tokens {
  accessToken: string;
  refreshToken: string;
  /** Seconds until the access token ends. */
  expiresIn: number;
}

/** Makes and reads the tokens of sessions; of a refresh token only the hash is ever kept. */
export abstract class SessionTokens {
  abstract refreshToken(sessionId: string): { token: string; hash: string };
  /** Which session a refresh token claims to be of; nothing when it has not even the form of one. */
  abstract read(refreshToken: string): { sessionId: string; hash: string } | undefined;
  abstract accessToken(session: {
    id: string;
    accountId: string;
    organizationId: string;
  }): Promise<{ token: string; expiresIn: number }>;
}
