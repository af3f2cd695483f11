import type { SecondFactorNeeded } from '../application/auth-sign-in.ts';
import type { SignedIn } from '../application/session-starter.ts';
import type { Tokens } from '../application/session-tokens.ts';
import type { Membership } from '../domain/account-memberships.ts';
import { oneTimeLifetimes } from '../domain/one-time-tokens.ts';
import type { MembershipBody, SecondFactorNeededBody, SignedInBody, TokensBody } from './auth.dto.ts';

/** Tokens in the words of RFC 6749 §5.1. */
export const tokensBody = ({ accessToken, refreshToken, expiresIn }: Tokens): TokensBody => ({
  access_token: accessToken,
  refresh_token: refreshToken,
  token_type: 'Bearer',
  expires_in: expiresIn,
});

/** An organization as its member sees it when signing in. */
export const membershipBody = ({ organizationId, name, slug, role }: Membership): MembershipBody => ({
  id: organizationId,
  name,
  slug,
  role,
});

/** The answer to whoever has come in. */
export function signedInBody({ tokens, user, organization }: SignedIn): SignedInBody {
  const { emailVerified, ...person } = user;
  return {
    ...tokensBody(tokens),
    user: { ...person, email_verified: emailVerified },
    organization: membershipBody(organization),
  };
}

/** The answer to whoever still has to show a code. */
export const secondFactorBody = ({ challengeToken }: SecondFactorNeeded): SecondFactorNeededBody => ({
  mfa_required: true,
  challenge_token: challengeToken,
  expires_in: oneTimeLifetimes.second_factor.minutes * 60,
});
