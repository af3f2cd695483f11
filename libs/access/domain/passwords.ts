/** Makes and checks password hashes. */
export abstract class Passwords {
  abstract hash(password: string): Promise<string>;
  /** False without a hash too, after the same time. */
  abstract verify(stored: string | null | undefined, password: string): Promise<boolean>;
  /** Whether a hash was made more cheaply than is asked for today. */
  abstract isOutdated(stored: string): boolean;
}
