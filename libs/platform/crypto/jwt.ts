import { createHash, createSecretKey, type KeyObject } from 'node:crypto';
import { errors, jwtVerify, SignJWT } from 'jose';

const ISSUER = 'muster';
/** Another kind of token signed with the same secret must never pass for an access token (RFC 9068, section 2.1). */
const TYPE = 'at+jwt';

/** How long an access token is good for, in seconds: as long as a stolen one works. */
export const ACCESS_TOKEN_TTL = 15 * 60;

/** What an access token says: the user, the organization it is for, the session that a sign-out ends. */
export interface AccessClaims {
  readonly userId: string;
  readonly organizationId: string;
  readonly sessionId: string;
}

/** What a verified token says, with the second since 1970 at which it ends. */
export interface VerifiedClaims extends AccessClaims {
  readonly expiresAt: number;
}

/** The token is not one of ours, was changed, or is over. */
export class InvalidAccessToken extends Error {
  readonly reason: 'expired' | 'invalid';

  constructor(reason: 'expired' | 'invalid', cause?: unknown) {
    super(reason === 'expired' ? 'The access token has expired.' : 'The access token is not valid.', { cause });
    this.name = new.target.name;
    this.reason = reason;
  }
}

/** Signs and checks access tokens (JWT, HS256). The first secret signs, all verify, each under its own `kid`. */
export class AccessTokens {
  private readonly keys: ReadonlyMap<string, KeyObject>;
  private readonly signingKid: string;

  constructor(...secrets: [string, ...string[]]) {
    this.keys = new Map(secrets.map((secret) => [kidOf(secret), createSecretKey(Buffer.from(secret))]));
    this.signingKid = kidOf(secrets[0]);
  }

  /** A token that is good for `ACCESS_TOKEN_TTL` seconds from `now`. */
  sign({ userId, organizationId, sessionId }: AccessClaims, now: Temporal.Instant): Promise<string> {
    const issuedAt = Math.floor(now.epochMilliseconds / 1000);
    return new SignJWT({ org: organizationId, sid: sessionId })
      .setProtectedHeader({ alg: 'HS256', typ: TYPE, kid: this.signingKid })
      .setIssuer(ISSUER)
      .setSubject(userId)
      .setIssuedAt(issuedAt)
      .setExpirationTime(issuedAt + ACCESS_TOKEN_TTL)
      .sign(this.keys.get(this.signingKid)!);
  }

  /** What the token says; throws `InvalidAccessToken`. */
  async verify(token: string, now: Temporal.Instant): Promise<VerifiedClaims> {
    try {
      const { payload } = await jwtVerify(token, ({ kid }) => this.key(kid), {
        algorithms: ['HS256'],
        issuer: ISSUER,
        typ: TYPE,
        requiredClaims: ['sub', 'exp'],
        currentDate: new Date(now.epochMilliseconds),
      });
      const { sub, org, sid, exp } = payload;
      if (typeof org !== 'string' || typeof sid !== 'string') throw new InvalidAccessToken('invalid');
      return { userId: sub!, organizationId: org, sessionId: sid, expiresAt: exp! };
    } catch (error) {
      if (error instanceof InvalidAccessToken) throw error;
      throw new InvalidAccessToken(error instanceof errors.JWTExpired ? 'expired' : 'invalid', error);
    }
  }

  private key(kid: string | undefined): KeyObject {
    const key = this.keys.get(kid ?? '');
    if (!key) throw new InvalidAccessToken('invalid');
    return key;
  }
}

/** A short name that tells nothing of the secret. */
function kidOf(secret: string): string {
  return createHash('sha256').update(`kid:${secret}`).digest('base64url').slice(0, 8);
}
