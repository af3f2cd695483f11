/** Which account stands behind a person of an outside identity provider. */
export abstract class Identities {
  abstract accountOf(providerId: string, subject: string): Promise<string | undefined>;
  abstract link(providerId: string, subject: string, accountId: string): Promise<void>;
}
