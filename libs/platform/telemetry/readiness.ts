/** What must be there before requests make sense: each check rejects with the reason why not. */
export class Readiness {
  constructor(private readonly checks: Readonly<Record<string, () => Promise<unknown>>>) {}

  /** Runs all checks at once; one that takes longer than `patience` milliseconds has failed. */
  async examine(patience = 2_000): Promise<{ ready: boolean; checks: Record<string, 'ok' | 'failed'> }> {
    const results = await Promise.all(
      Object.entries(this.checks).map(async ([name, check]) => [name, await passes(check, patience)] as const),
    );
    return {
      ready: results.every(([, passed]) => passed),
      checks: Object.fromEntries(results.map(([name, passed]) => [name, passed ? 'ok' : 'failed'])),
    };
  }
}

async function passes(check: () => Promise<unknown>, patience: number): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<boolean>((resolve) => (timer = setTimeout(() => resolve(false), patience)));
  const done = Promise.resolve()
    .then(check)
    .then(
      () => true,
      () => false,
    );
  return Promise.race([done, late]).finally(() => clearTimeout(timer));
}
