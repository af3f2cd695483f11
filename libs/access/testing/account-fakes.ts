import type { Clock } from '#kernel/index';
import { AccountMails, type Addressee } from '../application/account-mails.ts';
import { Afterwards } from '../application/auth-afterwards.ts';
import { SessionTokens } from '../application/session-tokens.ts';
import { GuessCount, Guesses } from '../domain/auth-guesses.ts';
import { Passwords } from '../domain/passwords.ts';

/** Hashes that can be read, and a count of the checks that were made. */
export class ReadablePasswords extends Passwords {
  checks = 0;

  async hash(password: string): Promise<string> {
    return `hash of ${password}`;
  }

  async verify(stored: string | null | undefined, password: string): Promise<boolean> {
    this.checks++;
    return stored === `hash of ${password}` || stored === `cheap hash of ${password}`;
  }

  isOutdated(stored: string): boolean {
    return stored.startsWith('cheap');
  }
}

/** Counts of guesses in memory. */
export class InMemoryGuesses extends Guesses {
  readonly counts = new Map<string, GuessCount>();

  async change(key: string, by: (count: GuessCount) => void): Promise<void> {
    const count = this.counts.get(key) ?? new GuessCount(key);
    by(count);
    this.counts.set(key, count);
  }

  async clear(key: string): Promise<void> {
    this.counts.delete(key);
  }
}

/** Tokens that say what they are. */
export class ReadableSessionTokens extends SessionTokens {
  private made = 0;

  constructor(private readonly clock: Clock) {
    super();
  }

  refreshToken(sessionId: string) {
    const secret = String(++this.made);
    return { token: `${secret}.${sessionId}`, hash: `hash of ${secret}` };
  }

  read(refreshToken: string) {
    const [secret, sessionId] = refreshToken.split('.');
    return secret && sessionId ? { sessionId, hash: `hash of ${secret}` } : undefined;
  }

  async accessToken({ id }: { id: string }) {
    return { token: `access to ${id} at ${this.clock.now().toString()}`, expiresIn: 900 };
  }
}

/** Work for later that a test can wait for. */
export class AwaitableAfterwards extends Afterwards {
  private readonly works: Promise<void>[] = [];

  do(work: () => Promise<void>): void {
    this.works.push(work());
  }

  async done(): Promise<void> {
    await Promise.all(this.works);
  }
}

/** Letters that stay here. */
export class KeptAccountMails extends AccountMails {
  readonly sent: { kind: string; to: string; token?: string }[] = [];

  async verifyEmail({ email }: Addressee, token: string): Promise<void> {
    this.sent.push({ kind: 'verify', to: email, token });
  }

  async resetPassword({ email }: Addressee, token: string): Promise<void> {
    this.sent.push({ kind: 'reset', to: email, token });
  }

  async passwordChanged({ email }: Addressee): Promise<void> {
    this.sent.push({ kind: 'changed', to: email });
  }
}
