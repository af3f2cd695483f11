import { DomainError, type DomainEvent } from '#kernel/index';

/** A colleague's word that somebody is good at something. */
export interface Endorsement {
  userId: string;
  skillId: string;
  endorserId: string;
  note: string;
}

/** The words of colleagues. What is saved and its events are stored together, or neither. */
export abstract class Endorsements {
  /** Gives the word, or changes its note. NotFound when the person does not have the skill. */
  abstract give(endorsement: Endorsement, event: DomainEvent): Promise<void>;
  /** NotFound when it was never given. */
  abstract withdraw(endorsement: Omit<Endorsement, 'note'>, event: DomainEvent): Promise<void>;
}

/** Nobody vouches for themselves. */
export class SelfEndorsement extends DomainError {
  constructor() {
    super('invalid', 'self_endorsement', 'You cannot endorse yourself.');
  }
}

/** Tells that somebody was endorsed, or no longer is. */
export function endorsementEvent(
  type: 'skill.endorsed' | 'skill.endorsement_withdrawn',
  { userId, skillId, endorserId }: Omit<Endorsement, 'note'>,
): DomainEvent {
  return {
    type,
    subject: { type: 'SkillProfile', id: userId },
    data: { user_id: userId, skill_id: skillId, endorser_id: endorserId },
  };
}
