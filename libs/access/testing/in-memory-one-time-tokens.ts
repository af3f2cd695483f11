import type { Clock } from '#kernel/index';
import { oneTimeLifetimes, type OneTimeGrant, type OneTimePurpose, OneTimeTokens } from '../domain/one-time-tokens.ts';

interface Issued extends OneTimeGrant {
  purpose: OneTimePurpose;
  expiresAt: Temporal.Instant;
  isSpent: boolean;
}

/** Single-use tokens in memory, numbered as they are issued. */
export class InMemoryOneTimeTokens extends OneTimeTokens {
  private issued = new Map<string, Issued>();

  constructor(private readonly clock: Clock) {
    super();
  }

  async issue(purpose: OneTimePurpose, grant: OneTimeGrant): Promise<string> {
    const token = `${purpose} ${this.issued.size + 1}`;
    const expiresAt = this.clock.now().add(oneTimeLifetimes[purpose]);
    this.issued.set(token, { ...grant, purpose, expiresAt, isSpent: false });
    return token;
  }

  async use(purpose: OneTimePurpose, token: string): Promise<OneTimeGrant | undefined> {
    const grant = await this.peek(purpose, token);
    if (grant) this.issued.get(token)!.isSpent = true;
    return grant;
  }

  async peek(purpose: OneTimePurpose, token: string): Promise<OneTimeGrant | undefined> {
    const found = this.issued.get(token);
    if (found?.purpose !== purpose || found.isSpent) return undefined;
    if (Temporal.Instant.compare(this.clock.now(), found.expiresAt) >= 0) return undefined;
    return { accountId: found.accountId, data: found.data };
  }

  async discard(purpose: OneTimePurpose, accountId: string): Promise<void> {
    for (const one of this.issued.values()) {
      if (one.purpose === purpose && one.accountId === accountId) one.isSpent = true;
    }
  }

  snapshot(): Map<string, Issued> {
    return new Map([...this.issued].map(([token, one]) => [token, { ...one }]));
  }

  restore(issued: Map<string, Issued>): void {
    this.issued = issued;
  }
}
