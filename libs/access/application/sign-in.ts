import { DomainError, newId, type Origin } from '#kernel/index';
import { Injectable } from '@nestjs/common';
import { Accounts, type Membership } from '../domain/accounts.ts';
import { Passwords } from '../domain/passwords.ts';
import { TokenIssuer, type Tokens } from './token-issuer.ts';

/** Who has come in, and with what. */
export interface SignedIn {
  tokens: Tokens;
  user: { id: string; email: string; name: string };
  organization: Membership;
}

/** Signing up and in by e-mail and password. */
@Injectable()
export class SignIn {
  constructor(
    private readonly accounts: Accounts,
    private readonly passwords: Passwords,
    private readonly issuer: TokenIssuer,
  ) {}

  async signUp(
    {
      email,
      password,
      name,
      organizationName,
    }: { email: string; password: string; name: string; organizationName: string },
    origin: Origin,
  ): Promise<SignedIn> {
    const account = {
      id: newId(),
      email: email.toLowerCase(),
      name,
      passwordHash: await this.passwords.hash(password),
    };
    const organization = await this.accounts.signUp(account, { id: newId(), name: organizationName }, origin);
    return this.enter(account, organization, origin);
  }

  /** The same answer and the same time for an unknown address and a wrong password. */
  async signIn(
    { email, password, organizationId }: { email: string; password: string; organizationId?: string },
    origin: Origin,
  ): Promise<SignedIn> {
    const account = await this.accounts.findByEmail(email.toLowerCase());
    const matches = await this.passwords.verify(account?.passwordHash, password);
    if (!account || !matches) {
      throw new DomainError('unauthenticated', 'invalid_credentials', 'E-mail or password is wrong.');
    }
    const memberships = await this.accounts.memberships(account.id);
    const organization = memberships.find((one) => !organizationId || one.organizationId === organizationId);
    if (!organization) throw new DomainError('forbidden', 'no_membership', 'You are no member of this organization.');
    return this.enter(account, organization, origin);
  }

  private async enter(account: SignedIn['user'], organization: Membership, origin: Origin): Promise<SignedIn> {
    const { id, email, name } = account;
    const tokens = await this.issuer.open(id, organization.organizationId, origin);
    return { tokens, user: { id, email, name }, organization };
  }
}
