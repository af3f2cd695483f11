/** Work that an answer must not wait for, lest its time tell whether there was any. */
export abstract class Afterwards {
  abstract do(work: () => Promise<void>): void;
}
