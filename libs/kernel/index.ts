export const now = (): Temporal.Instant => Temporal.Now.instant();
