/** Reads single settings from the environment and collects what is wrong with them; an empty value counts as absent. */
export class Settings {
  readonly faults: string[] = [];

  constructor(private readonly env: Readonly<Record<string, string | undefined>>) {}

  text(name: string): string | undefined {
    const value = this.env[name]?.trim();
    return value === '' ? undefined : value;
  }

  integer(name: string, { fallback, min, max }: { fallback: number; min: number; max: number }): number {
    const text = this.text(name);
    if (text === undefined) return fallback;
    const value = /^\d{1,15}$/.test(text) ? Number(text) : NaN;
    if (value >= min && value <= max) return value;
    return this.fault(`${name} must be a whole number from ${min} to ${max}, not "${text}".`, fallback);
  }

  flag(name: string, fallback: boolean): boolean {
    const text = this.text(name)?.toLowerCase();
    if (text === undefined) return fallback;
    if (['true', '1', 'yes', 'on'].includes(text)) return true;
    if (['false', '0', 'no', 'off'].includes(text)) return false;
    return this.fault(`${name} must be true or false, not "${text}".`, fallback);
  }

  choice<T extends string>(name: string, choices: readonly T[], fallback: T): T {
    const text = this.text(name);
    if (text === undefined) return fallback;
    const chosen = choices.find((choice) => choice === text.toLowerCase());
    return chosen ?? this.fault(`${name} must be one of ${choices.join(', ')}, not "${text}".`, fallback);
  }

  /** A URL is not repeated in the message: it may hold a password. */
  url(name: string, schemes: readonly string[]): string | undefined {
    const text = this.text(name);
    if (text === undefined || hasScheme(text, schemes)) return text;
    return this.fault(
      `${name} must be a URL that begins with ${schemes.map((scheme) => `${scheme}://`).join(' or ')}.`,
      undefined,
    );
  }

  databaseUrl(name: string): string | undefined {
    const url = this.url(name, ['postgres', 'postgresql']);
    if (url === undefined || new URL(url).pathname.length > 1) return url;
    return this.fault(`${name} must name a database, as in postgres://user:password@host:5432/muster.`, undefined);
  }

  origins(name: string): readonly string[] | undefined {
    const entries = this.text(name)
      ?.split(',')
      .map((entry) => entry.trim().replace(/\/$/, ''));
    for (const entry of entries ?? []) {
      if (hasScheme(entry, ['http', 'https']) && new URL(entry).origin === entry.toLowerCase()) continue;
      this.fault(
        `${name} must list origins such as https://app.example.org, separated by commas; "${entry}" is none.`,
        undefined,
      );
    }
    return entries?.map((entry) => entry.toLowerCase());
  }

  /** What `read` gives; its error becomes a fault. */
  attempt<T>(read: () => T, fallback: T): T {
    try {
      return read();
    } catch (error) {
      return this.fault((error as Error).message, fallback);
    }
  }

  fault<T>(message: string, fallback: T): T {
    this.faults.push(message);
    return fallback;
  }
}

function hasScheme(text: string, schemes: readonly string[]): boolean {
  const url = URL.parse(text);
  return url !== null && url.hostname !== '' && schemes.includes(url.protocol.slice(0, -1));
}
