import type { Origin } from '#kernel/index';
import type { Account } from '../domain/account.ts';
import { WrongCredentials, WrongPassword } from '../domain/account-errors.ts';
import type { Passwords } from '../domain/passwords.ts';
import type { AccountWork } from './account-work.ts';
import type { Guessing } from './auth-guessing.ts';

/** Checks passwords in the same words and the same time, whether or not the account exists. */
export class PasswordCheck {
  constructor(
    private readonly work: AccountWork,
    private readonly passwords: Passwords,
    private readonly guessing: Guessing,
  ) {}

  async byEmail(email: string, password: string, origin: Origin): Promise<Account> {
    const found = await this.guessing.at(guessKey(email), async () => {
      const account = await this.work.run({ origin }, ({ accounts }) => accounts.findByEmail(email));
      const matches = await this.passwords.verify(account?.state.passwordHash, password);
      return matches ? account : undefined;
    });
    if (!found) throw new WrongCredentials();
    const { passwordHash } = found.state;
    if (passwordHash && this.passwords.isOutdated(passwordHash)) await this.strengthen(found, passwordHash, password);
    return found;
  }

  /** Asks a person who is signed in once more, before something delicate. */
  async again(userId: string, password: string, origin: Origin, pointer: string): Promise<void> {
    const account = await this.work.run({ userId, origin }, ({ accounts }) => accounts.get(userId));
    const found = await this.guessing.at(guessKey(account.email), async () =>
      (await this.passwords.verify(account.state.passwordHash, password)) ? account : undefined,
    );
    if (!found) throw new WrongPassword(pointer);
  }

  /** Forgets wrong guesses at a password that has been replaced. */
  forgive(email: string): Promise<void> {
    return this.guessing.forgive(guessKey(email));
  }

  /** Only now is the password at hand, so that its hash can keep up with the machines of those who guess. */
  private async strengthen({ id: userId }: Account, weak: string, password: string): Promise<void> {
    const strong = await this.passwords.hash(password);
    await this.work.run({ userId, origin: {} }, async ({ accounts }) => {
      const account = await accounts.get(userId);
      account.strengthenPassword(weak, strong);
      await accounts.save(account);
    });
  }
}

const guessKey = (email: string) => `password:${email.toLowerCase()}`;
