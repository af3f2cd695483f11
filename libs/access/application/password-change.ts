import type { Actor } from '#kernel/index';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { AccountWork } from './account-work.ts';
import { PasswordCheck } from './password-check.ts';
import { PasswordSetter } from './password-setter.ts';

/** A new password for a person who knows the present one; their other sessions end. */
export class ChangePassword {
  constructor(
    readonly actor: Actor,
    readonly sessionId: string,
    readonly currentPassword: string,
    readonly newPassword: string,
  ) {}
}

@CommandHandler(ChangePassword)
export class ChangePasswordHandler implements ICommandHandler<ChangePassword, void> {
  constructor(
    private readonly work: AccountWork,
    private readonly check: PasswordCheck,
    private readonly setter: PasswordSetter,
  ) {}

  async execute({ actor, sessionId, currentPassword, newPassword }: ChangePassword): Promise<void> {
    await this.check.again(actor.userId, currentPassword, actor.origin, '/current_password');
    const hash = await this.setter.hash(newPassword);
    const account = await this.work.run(actor, async (stores) => {
      const found = await stores.accounts.get(actor.userId);
      await this.setter.replace(stores, found, { hash, how: 'changed', keep: sessionId });
      return found;
    });
    this.setter.tell(account);
  }
}
