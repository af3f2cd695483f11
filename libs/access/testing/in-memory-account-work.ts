import { type DomainEvent, NotFound } from '#kernel/index';
import { type AccountStores, AccountWork, type Visitor } from '../application/account-work.ts';
import { Account, type AccountState } from '../domain/account.ts';
import { EmailTaken } from '../domain/account-errors.ts';
import { Identities } from '../domain/account-identities.ts';
import { type Membership, Memberships } from '../domain/account-memberships.ts';
import { Accounts } from '../domain/accounts.ts';
import { OpenInvitations } from '../domain/open-invitations.ts';
import { Session, type SessionState } from '../domain/session.ts';
import { Sessions } from '../domain/sessions.ts';
import { InMemoryOneTimeTokens } from './in-memory-one-time-tokens.ts';

/** Accounts in memory; a run that throws leaves nothing behind, as with the real ones. */
export class InMemoryAccountWork extends AccountWork {
  readonly told: DomainEvent[] = [];
  private kept: Kept = { accounts: {}, sessions: {}, memberships: {}, identities: {} };

  constructor(readonly oneTimeTokens: InMemoryOneTimeTokens) {
    super();
  }

  async run<T>(_by: Visitor, work: (stores: AccountStores) => Promise<T>): Promise<T> {
    const draft = structuredClone(plain(this.kept)) as Kept;
    const events: DomainEvent[] = [];
    const spent = this.oneTimeTokens.snapshot();
    try {
      const result = await work(this.stores(draft, events));
      this.kept = draft;
      this.told.push(...events);
      return result;
    } catch (error) {
      this.oneTimeTokens.restore(spent);
      throw error;
    }
  }

  private stores(kept: Kept, events: DomainEvent[]): AccountStores {
    return {
      accounts: new InMemoryAccounts(kept, events),
      sessions: new InMemorySessions(kept, events),
      memberships: new InMemoryMemberships(kept),
      identities: new InMemoryIdentities(kept),
      oneTimeTokens: this.oneTimeTokens,
      invitations: new NoInvitations(),
    };
  }
}

/** Moments as text, so that a draft can be cloned. */
type Plain<T> = { [K in keyof T]: T[K] extends Temporal.Instant | null ? string | null : T[K] };

interface Kept {
  accounts: Record<string, Plain<AccountState>>;
  sessions: Record<string, Plain<SessionState>>;
  memberships: Record<string, Membership[]>;
  identities: Record<string, string>;
}

const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value));
const instant = (text: string | null) => (text === null ? null : Temporal.Instant.from(text));

class InMemoryAccounts extends Accounts {
  constructor(
    private readonly kept: Kept,
    private readonly events: DomainEvent[],
  ) {
    super();
  }

  async findByEmail(email: string): Promise<Account | undefined> {
    const found = Object.values(this.kept.accounts).find((one) => one.email.toLowerCase() === email.toLowerCase());
    return found && this.get(found.id);
  }

  async get(id: string): Promise<Account> {
    const found = this.kept.accounts[id];
    if (!found) throw new NotFound('account', id);
    const { emailVerifiedAt, totpConfirmedAt, ...rest } = found;
    return new Account({
      ...rest,
      emailVerifiedAt: instant(emailVerifiedAt),
      totpConfirmedAt: instant(totpConfirmedAt),
    });
  }

  async add(account: Account): Promise<void> {
    if (await this.findByEmail(account.email)) throw new EmailTaken();
    await this.save(account);
  }

  async save({ state }: Account, ...events: DomainEvent[]): Promise<void> {
    this.kept.accounts[state.id] = plain(state) as Plain<AccountState>;
    if (this.kept.memberships[state.id]?.length) this.events.push(...events);
  }
}

class InMemorySessions extends Sessions {
  constructor(
    private readonly kept: Kept,
    private readonly events: DomainEvent[],
  ) {
    super();
  }

  async find(id: string): Promise<Session | undefined> {
    const found = this.kept.sessions[id];
    if (!found) return undefined;
    const { createdAt, lastUsedAt, expiresAt, revokedAt, ...rest } = found as unknown as Record<string, string>;
    const moments = { createdAt, lastUsedAt, expiresAt, revokedAt };
    const read = Object.fromEntries(Object.entries(moments).map(([name, text]) => [name, instant(text ?? null)]));
    return new Session({ ...rest, ...read } as unknown as SessionState);
  }

  async openOf(accountId: string, at: Temporal.Instant, organizationId?: string): Promise<Session[]> {
    const all = await Promise.all(Object.keys(this.kept.sessions).map((id) => this.find(id)));
    return all
      .filter((session) => session !== undefined)
      .filter(({ state }) => state.accountId === accountId)
      .filter(({ state }) => !organizationId || state.organizationId === organizationId)
      .filter((session) => session.isOpen(at))
      .sort((a, b) => Temporal.Instant.compare(b.state.createdAt, a.state.createdAt));
  }

  async add(session: Session, ...events: DomainEvent[]): Promise<void> {
    await this.save(session, ...events);
  }

  async save({ state }: Session, ...events: DomainEvent[]): Promise<void> {
    this.kept.sessions[state.id] = plain(state) as Plain<SessionState>;
    this.events.push(...events);
  }
}

class InMemoryMemberships extends Memberships {
  constructor(private readonly kept: Kept) {
    super();
  }

  async of(accountId: string): Promise<Membership[]> {
    return this.kept.memberships[accountId] ?? [];
  }

  async found({ id, name }: { id: string; name: string }, owner: Account): Promise<Membership> {
    const role = { key: 'owner', name: 'Owner' };
    const membership = { organizationId: id, name, slug: name.toLowerCase(), role };
    this.kept.memberships[owner.id] = [...(await this.of(owner.id)), membership];
    return membership;
  }

  async join(organizationId: string, account: Account, roleId: string): Promise<void> {
    const present = await this.of(account.id);
    if (present.some((one) => one.organizationId === organizationId)) return;
    const role = { key: roleId, name: roleId };
    this.kept.memberships[account.id] = [...present, { organizationId, name: '', slug: '', role }];
  }
}

class InMemoryIdentities extends Identities {
  constructor(private readonly kept: Kept) {
    super();
  }

  async accountOf(providerId: string, subject: string): Promise<string | undefined> {
    return this.kept.identities[`${providerId} ${subject}`];
  }

  async link(providerId: string, subject: string, accountId: string): Promise<void> {
    this.kept.identities[`${providerId} ${subject}`] ??= accountId;
  }
}

/** Nobody is invited here. */
class NoInvitations extends OpenInvitations {
  find(): Promise<undefined> {
    return Promise.resolve(undefined);
  }

  accept(): Promise<undefined> {
    return Promise.resolve(undefined);
  }

  accepted(): void {}
}
