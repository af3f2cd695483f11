import { Secret, TOTP } from 'otpauth';

const PERIOD_SECONDS = 30;
/** One step either way forgives a clock that is half a minute off (RFC 6238 §5.2). */
const WINDOW = 1;
/** 160 bits, as RFC 4226 §4 recommends. */
const SECRET_BYTES = 20;

/** A new secret for a second factor, in Base32 as authenticator apps take it. */
export function newTotpSecret(): string {
  return new Secret({ size: SECRET_BYTES }).base32;
}

/** The `otpauth://` URI that an authenticator app reads from a QR code. */
export function totpUri(secret: string, account: string, issuer = 'Muster'): string {
  return totp(secret, account, issuer).toString();
}

/**
 * The time step that `code` belongs to, or nothing when it is wrong. A code is good once: store the step as the
 * person's last, in the same transaction and only if it is still greater (RFC 6238 §5.2), and pass it the next time.
 */
export function verifyTotp(secret: string, code: string, now: Temporal.Instant, lastStep = -1): number | undefined {
  const digits = code.replaceAll(/[\s-]/g, '');
  if (!/^\d{6}$/.test(digits)) return undefined;
  const timestamp = now.epochMilliseconds;
  const delta = totp(secret).validate({ token: digits, timestamp, window: WINDOW });
  if (delta === null) return undefined;
  const step = Math.floor(timestamp / 1000 / PERIOD_SECONDS) + delta;
  return step > lastStep ? step : undefined;
}

/** SHA-1, six digits and 30 s are what every authenticator app understands. */
function totp(secret: string, label = '', issuer = ''): TOTP {
  return new TOTP({
    secret: Secret.fromBase32(secret),
    algorithm: 'SHA1',
    digits: 6,
    period: PERIOD_SECONDS,
    label,
    issuer,
  });
}
