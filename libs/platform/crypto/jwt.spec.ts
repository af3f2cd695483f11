import { describe, expect, it } from '@jest/globals';
import { base64url, decodeProtectedHeader, SignJWT } from 'jose';
import { AccessTokens, InvalidAccessToken } from './jwt.ts';

const SECRET = 'a secret of at least 32 characters';
const CLAIMS = { userId: 'ada', organizationId: 'analytical', sessionId: 'session' };

describe('An access token', () => {
  const now = Temporal.Instant.from('2026-01-05T09:00:00Z');
  const seconds = now.epochMilliseconds / 1000;
  const tokens = new AccessTokens(SECRET);
  const kidOf = async (issuer: AccessTokens): Promise<unknown> =>
    decodeProtectedHeader(await issuer.sign(CLAIMS, now)).kid;
  const forged = async (header: Record<string, unknown>, claims: Record<string, unknown>, secret = SECRET) =>
    new SignJWT({ iss: 'muster', exp: seconds + 60, sub: 'ada', org: 'analytical', sid: 'session', ...claims })
      .setProtectedHeader({ alg: 'HS256', typ: 'at+jwt', kid: (await kidOf(tokens)) as string, ...header })
      .sign(Buffer.from(secret));

  it('says who, for which organization, in which session, and until when', async () => {
    const verified = await tokens.verify(await tokens.sign(CLAIMS, now), now);
    expect(verified).toEqual({ ...CLAIMS, expiresAt: seconds + 900 });
    expect(await tokens.verify(await forged({}, {}), now)).toEqual({ ...CLAIMS, expiresAt: seconds + 60 });
  });

  it('is good for fifteen minutes and not a second longer', async () => {
    const token = await tokens.sign(CLAIMS, now);
    await tokens.verify(token, now.add({ seconds: 899 }));
    const late = tokens.verify(token, now.add({ seconds: 900 }));
    await expect(late).rejects.toMatchObject({ name: 'InvalidAccessToken', reason: 'expired' });
  });

  it('does not survive any change', async () => {
    const [header, payload, signature] = (await tokens.sign(CLAIMS, now)).split('.') as [string, string, string];
    const richer = base64url.encode(
      JSON.stringify({ iss: 'muster', sub: 'eve', org: 'x', sid: 'y', exp: seconds + 60 }),
    );
    const unsigned = base64url.encode(JSON.stringify({ alg: 'none', typ: 'at+jwt' }));
    for (const changed of [
      `${header}.${richer}.${signature}`,
      `${unsigned}.${payload}.`,
      `${header}.${payload}.${signature.slice(0, -2)}`,
      `${header}.${payload}`,
      'nonsense',
      '',
    ]) {
      await expect(tokens.verify(changed, now)).rejects.toBeInstanceOf(InvalidAccessToken);
    }
  });

  it.each([
    ['another algorithm', { alg: 'HS512' }, {}],
    ['another type', { typ: 'JWT' }, {}],
    ['an unknown key', { kid: 'other' }, {}],
    ['no key', { kid: undefined }, {}],
    ['another issuer', {}, { iss: 'someone' }],
    ['no end', {}, { exp: undefined }],
    ['no user', {}, { sub: undefined }],
    ['no organization', {}, { org: undefined }],
    ['a session that is no text', {}, { sid: 7 }],
  ])('is refused with %s', async (_, header, claims) => {
    const long = SECRET.padEnd(64, '.'); // as HS512 demands
    const issuer = new AccessTokens(long);
    const token = await forged({ kid: await kidOf(issuer), ...header }, claims, long);
    await expect(issuer.verify(token, now)).rejects.toMatchObject({ name: 'InvalidAccessToken', reason: 'invalid' });
  });

  it('is refused with the signature of another secret', async () => {
    const token = await forged({}, {}, 'another secret of 32 characters..');
    await expect(tokens.verify(token, now)).rejects.toThrow('not valid');
  });

  it('outlives a change of the secret while the old one is still listed', async () => {
    const old = await tokens.sign(CLAIMS, now);
    const rotated = new AccessTokens('the new secret of 32 characters or so', SECRET);
    expect((await rotated.verify(old, now)).userId).toBe('ada');
    await expect(tokens.verify(await rotated.sign(CLAIMS, now), now)).rejects.toThrow('not valid');
  });
});
