import { newId } from '#kernel/index';
import type { FixedClock } from '#kernel/testing/fixed-clock';
import { beforeAll, describe, expect, it } from '@jest/globals';
import type { AccountWork } from '../application/account-work.ts';
import { Account } from '../domain/account.ts';
import { Session } from '../domain/session.ts';

/** What every keeper of accounts must do, wherever it keeps them. */
export function behavesAsAccountWork(open: () => Promise<{ work: AccountWork; clock: FixedClock }>): void {
  describe('keeps accounts', () => {
    let work: AccountWork;
    let clock: FixedClock;
    beforeAll(async () => {
      ({ work, clock } = await open());
    });
    const by = { origin: {} };
    const newAccount = (more = {}) =>
      Account.of({ id: newId(), email: `${newId()}@example.org`, name: 'Ada', passwordHash: 'hash', ...more });
    const founded = async () => {
      const account = newAccount();
      const organization = await work.run(by, async ({ accounts, memberships }) => {
        await accounts.add(account);
        return memberships.found({ id: newId(), name: 'Engines' }, account);
      });
      return { account, organization };
    };
    const newSession = (account: Account, organizationId: string) =>
      Session.open(
        { id: newId(), accountId: account.id, organizationId, providerId: null, refreshHash: 'first' },
        { ip: '::1' },
        clock.now(),
      );

    it('finds an account by its address in any spelling, and gives back all that was kept', async () => {
      const account = newAccount({ email: `Mixed.${newId()}@Example.org` });
      Object.assign(account.state, {
        emailVerifiedAt: clock.now(),
        totpSecret: 'sealed',
        totpConfirmedAt: clock.now(),
        totpLastStep: 58_000_000,
        recoveryCodeHashes: ['one', 'two'],
      });
      await work.run(by, async ({ accounts }) => {
        await accounts.add(newAccount({ ...account.state }));
        await accounts.save(account);
      });
      const found = await work.run(by, ({ accounts }) => accounts.findByEmail(account.email.toUpperCase()));
      expect(found?.state).toEqual(account.state);
      expect(await work.run(by, ({ accounts }) => accounts.findByEmail('nobody@example.org'))).toBeUndefined();
    });

    it('refuses an address that is taken, and an account that is not there', async () => {
      const account = newAccount();
      await work.run(by, ({ accounts }) => accounts.add(account));
      const twin = newAccount({ email: account.email.toUpperCase() });
      await expect(work.run(by, ({ accounts }) => accounts.add(twin))).rejects.toMatchObject({ code: 'email_taken' });
      await expect(work.run(by, ({ accounts }) => accounts.get(newId()))).rejects.toMatchObject({ code: 'not_found' });
    });

    it('leaves nothing behind when work fails', async () => {
      const account = newAccount();
      const failing = work.run(by, async ({ accounts, oneTimeTokens }) => {
        await accounts.add(account);
        await oneTimeTokens.issue('password_reset', { accountId: account.id, data: {} });
        throw new Error('on purpose');
      });
      await expect(failing).rejects.toThrow('on purpose');
      expect(await work.run(by, ({ accounts }) => accounts.findByEmail(account.email))).toBeUndefined();
    });

    it('knows which organizations an account belongs to', async () => {
      const { account, organization } = await founded();
      expect(organization.role).toEqual({ key: 'owner', name: 'Owner' });
      expect(await work.run(by, ({ memberships }) => memberships.of(account.id))).toEqual([organization]);
      expect(await work.run(by, ({ memberships }) => memberships.of(newId()))).toEqual([]);
    });

    it('keeps sessions, and lists the open ones, newest first', async () => {
      const { account, organization } = await founded();
      const first = newSession(account, organization.organizationId);
      await work.run(by, ({ sessions }) => sessions.add(first, first.started()));
      clock.advance({ seconds: 1 });
      const second = newSession(account, organization.organizationId);
      await work.run(by, async ({ sessions }) => {
        await sessions.add(second);
        first.refresh('first', 'second', clock.now());
        await sessions.save(first);
      });
      const open = () => work.run(by, ({ sessions }) => sessions.openOf(account.id, clock.now()));
      expect((await open()).map(({ id }) => id)).toEqual([second.id, first.id]);
      expect((await work.run(by, ({ sessions }) => sessions.find(first.id)))?.state).toEqual(first.state);
      await work.run(by, ({ sessions }) => sessions.save(second, second.revoke('revoked', clock.now())));
      expect((await open()).map(({ id }) => id)).toEqual([first.id]);
      const elsewhere = await work.run(by, ({ sessions }) => sessions.openOf(account.id, clock.now(), newId()));
      expect(elsewhere).toEqual([]);
    });

    it('lets a single-use token be used once, for its purpose, in its time', async () => {
      const { account } = await founded();
      const grant = { accountId: account.id, data: { email: account.email } };
      const issue = () => work.run(by, ({ oneTimeTokens }) => oneTimeTokens.issue('email_verification', grant));
      const use = (token: string) =>
        work.run(by, ({ oneTimeTokens }) => oneTimeTokens.use('email_verification', token));
      const token = await issue();
      expect(await work.run(by, ({ oneTimeTokens }) => oneTimeTokens.use('password_reset', token))).toBeUndefined();
      expect(await work.run(by, ({ oneTimeTokens }) => oneTimeTokens.peek('email_verification', token))).toEqual(grant);
      expect(await use(token)).toEqual(grant);
      expect(await use(token)).toBeUndefined();
      const discarded = await issue();
      await work.run(by, ({ oneTimeTokens }) => oneTimeTokens.discard('email_verification', account.id));
      expect(await use(discarded)).toBeUndefined();
      const late = await issue();
      clock.advance({ hours: 72 });
      expect(await use(late)).toBeUndefined();
    });

    it('links people of outside providers, the first link counts', async () => {
      const [one, other] = [await founded(), await founded()];
      const provider = newId();
      await work.run(by, async ({ identities }) => {
        await identities.link(provider, 'sub', one.account.id);
        await identities.link(provider, 'sub', other.account.id);
      });
      const linked = (id: string) => work.run(by, ({ identities }) => identities.accountOf(id, 'sub'));
      expect(await linked(provider)).toBe(one.account.id);
      expect(await linked(newId())).toBeUndefined();
    });
  });
}
