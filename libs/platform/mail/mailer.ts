/** One message to one person. */
export interface Mail {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly html?: string;
  /** Without angle brackets; the same for a repeated attempt, so that mail programs show it once. */
  readonly messageId?: string;
}

/** Sends mail; a rejected promise means that it may be tried again. */
export abstract class Mailer {
  abstract send(mail: Mail): Promise<void>;
}
