import { FixedClock } from '#kernel/testing/fixed-clock';
import { describe, expect, it } from '@jest/globals';
import { Session } from './session.ts';

const now = new FixedClock().now();
const days = (count: number) => now.add({ hours: 24 * count });

describe('A session', () => {
  const opened = () =>
    Session.open(
      { id: 's1', accountId: 'ada', organizationId: 'engines', providerId: null, refreshHash: 'h1' },
      { ip: '::1', userAgent: 'test' },
      now,
    );

  it('is open for 30 days without use, and longer with it', () => {
    const session = opened();
    expect([session.isOpen(days(29)), session.isOpen(days(30))]).toEqual([true, false]);
    session.refresh('h1', 'h2', days(29));
    expect(session.isOpen(days(58))).toBe(true);
    expect(() => session.refresh('h2', 'h3', days(59))).toThrow('expired');
  });

  it('trades each refresh token once', () => {
    const session = opened();
    expect(session.refresh('h1', 'h2', now)).toBeUndefined();
    expect(session.refresh('h2', 'h3', now)).toBeUndefined();
    expect(session.state.refreshHash).toBe('h3');
  });

  it('ends when a spent token comes again, however old', () => {
    const session = opened();
    session.refresh('h1', 'h2', now);
    session.refresh('h2', 'h3', now);
    expect(session.refresh('h1', 'h4', now)).toMatchObject({
      type: 'session.revoked',
      recipientId: 'ada',
      data: { session_id: 's1', reason: 'refresh_token_reused' },
    });
    expect(() => session.refresh('h3', 'h4', now)).toThrow('revoked');
  });

  it('does not end for an invented token', () => {
    const session = opened();
    expect(() => session.refresh('invented', 'h2', now)).toThrow('wrong');
    expect(session.isOpen(now)).toBe(true);
  });

  it('remembers only so many spent tokens', () => {
    const session = opened();
    for (let n = 1; n <= 500; n++) session.refresh(`h${n}`, `h${n + 1}`, now);
    expect(session.state.usedHashes).toHaveLength(200);
  });

  it('says by what its person came in', () => {
    expect(opened().started().data).toMatchObject({ by: 'password', provider_id: null });
    const vouchedFor = new Session({ ...opened().state, providerId: 'corp' });
    expect(vouchedFor.started().data).toMatchObject({ by: 'single_sign_on', provider_id: 'corp' });
  });
});
