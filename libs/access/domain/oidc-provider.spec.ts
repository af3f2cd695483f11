import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { OidcProvider } from './oidc-provider.ts';

const details = {
  name: 'Corp',
  issuer: 'https://login.corp.example',
  clientId: 'muster',
  clientSecret: 'sealed',
  allowedDomains: ['corp.example'],
  defaultRoleId: 'member',
  enabled: true,
};
const provider = () => new OidcProvider('engines', 'p1', { ...details });

describe('An identity provider', () => {
  it('vouches for verified addresses of its domains only', () => {
    expect(provider().addressOf({ sub: '1', email: 'ada@CORP.example', email_verified: true })).toBe(
      'ada@CORP.example',
    );
    fc.assert(
      fc.property(fc.emailAddress(), fc.anything(), (email, email_verified) => {
        const isIn = email_verified === true && email.toLowerCase().endsWith('@corp.example');
        if (!isIn) expect(() => provider().addressOf({ sub: '1', email, email_verified })).toThrow();
      }),
    );
    for (const email of ['a@evilcorp.example', 'a@x.corp.example', 'corp.example', '', null, ['a@corp.example']]) {
      expect(() => provider().addressOf({ sub: '1', email, email_verified: true })).toThrow();
    }
  });

  it('speaks for at least one domain', () => {
    expect(() => new OidcProvider('engines', 'p1', { ...details, allowedDomains: [] })).toThrow('at least one');
    expect(() => provider().edit({ allowedDomains: [] })).toThrow('at least one');
  });

  it('tells that its secret changed, and not what it is', () => {
    const edited = provider().edit({ clientSecret: 'sealed anew', name: 'The corp' });
    expect(edited?.changes).toEqual({ name: ['Corp', 'The corp'], client_secret: ['***', '***'] });
    expect(provider().edit({ name: 'Corp' })).toBeUndefined();
    expect(JSON.stringify(provider().created())).not.toContain('sealed');
  });
});
