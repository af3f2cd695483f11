import { newToken } from '#platform/crypto/tokens';
import { TokenSecrets } from '../application/token-secrets.ts';

/** Random tokens that name their kind. */
export class OpaqueTokenSecrets extends TokenSecrets {
  issue(kind: 'personal' | 'service') {
    return newToken(kind);
  }
}
