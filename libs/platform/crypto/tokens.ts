import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

/** What a token is for; its prefix says so to people and to secret scanners. */
export type TokenKind = keyof typeof PREFIXES;

const PREFIXES = {
  personal: 'mst_pat_',
  service: 'mst_svc_',
  refresh: 'mst_ref_',
  passwordReset: 'mst_pwr_',
  emailVerification: 'mst_emv_',
  secondFactor: 'mst_2fa_',
  singleSignOn: 'mst_sso_',
  exchange: 'mst_exc_',
  invitation: 'mst_inv_',
  feed: 'mst_feed_',
} as const;

const SECRET_BYTES = 32;
const SECRET = /^[\w-]{43}$/;

/** A new opaque token with 256 random bits, to be shown once, and its hash, to be stored. */
export function newToken(kind: TokenKind): { token: string; hash: string } {
  const token = PREFIXES[kind] + randomBytes(SECRET_BYTES).toString('base64url');
  return { token, hash: hashToken(token) };
}

/** SHA-256 in hex: a random token needs no slow hash, and a plain one can be looked up. */
export function hashToken(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}

/** What a well-formed token is for; a cheap look before any query. */
export function tokenKind(token: string): TokenKind | undefined {
  const kinds = Object.keys(PREFIXES) as TokenKind[];
  return kinds.find((kind) => token.startsWith(PREFIXES[kind]) && SECRET.test(token.slice(PREFIXES[kind].length)));
}

/** Whether two secrets are equal, in a time that does not tell where they differ. */
export function sameSecret(a: string, b: string): boolean {
  const [one, other] = [a, b].map((secret) => createHash('sha256').update(secret).digest());
  return timingSafeEqual(one!, other!);
}
