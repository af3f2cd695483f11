const BURST = 100;
const PER_SECOND = 20;

/** How many messages one client may still send: a token bucket. */
export class MessageBudget {
  private left = BURST;
  private filledAt = Date.now();

  /** Takes one message; false when the client floods. */
  spend(now = Date.now()): boolean {
    this.left = Math.min(BURST, this.left + ((now - this.filledAt) / 1000) * PER_SECOND);
    this.filledAt = now;
    this.left -= 1;
    return this.left >= 0;
  }
}
