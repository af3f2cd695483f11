import { Injectable } from '@nestjs/common';
import { hashRecoveryCode, newRecoveryCodes } from '#platform/crypto/recovery-codes';
import { Sealer } from '#platform/crypto/sealed';
import { newTotpSecret, totpUri, verifyTotp } from '#platform/crypto/totp';
import { TotpCodes } from '../application/totp-codes.ts';

/** Secrets are sealed for the account that they belong to. */
@Injectable()
export class SealedTotpCodes extends TotpCodes {
  constructor(private readonly sealer: Sealer) {
    super();
  }

  create({ id, email }: { id: string; email: string }) {
    const secret = newTotpSecret();
    return { secret, uri: totpUri(secret, email), sealedSecret: this.sealer.seal(secret, contextOf(id)) };
  }

  step({ id, totpSecret }: { id: string; totpSecret: string }, code: string, at: Temporal.Instant) {
    return verifyTotp(this.sealer.open(totpSecret, contextOf(id)), code, at);
  }

  recoveryCodes() {
    return newRecoveryCodes();
  }

  hashOfRecoveryCode(code: string) {
    return hashRecoveryCode(code);
  }
}

const contextOf = (accountId: string) => `totp:${accountId}`;
