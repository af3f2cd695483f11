/** Who is invited, and by whom. */
export interface InvitationLetter {
  id: string;
  to: string;
  invitedBy: string;
}

/** Letters of this context; they leave once the transaction at hand has ended well. */
export abstract class Letters {
  /** Writes to somebody who is asked to join; answers with the hash of the token that only the letter holds. */
  abstract invite(letter: InvitationLetter): Promise<string>;
}
