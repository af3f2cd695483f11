/** The environment does not make a working installation; the message lists every fault, one a line. */
export class InvalidConfiguration extends Error {
  constructor(readonly faults: readonly string[]) {
    super(`Muster cannot start with these settings:\n${faults.map((fault) => `- ${fault}`).join('\n')}`);
    this.name = new.target.name;
  }
}
