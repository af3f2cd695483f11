/** Makes the secrets that programs present; only hashes are kept of them. */
export abstract class TokenSecrets {
  abstract issue(kind: 'personal' | 'service'): { token: string; hash: string };
}
