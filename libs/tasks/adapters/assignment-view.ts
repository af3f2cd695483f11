import type { AssignmentOutcome } from '../application/assign-task.ts';
import type { RankedCandidate } from '../application/assignment-ranking.ts';
import type { AssignmentOutcomeBody, CandidateBody, RefusalBody } from './assignment.dto.ts';

/** Judged people as the wire shows them. */
export function candidatesView(candidates: readonly RankedCandidate[]): CandidateBody[] {
  return candidates.map(({ personId, name, score, eligible, factors, failedGates }, index) => ({
    rank: index + 1,
    user_id: personId,
    name,
    score: rounded(score),
    eligible,
    factors: [...factors],
    failed_gates: [...failedGates],
  }));
}

/** An assignment as the wire shows it; where nobody suits, what spoke against each. */
export function outcomeView({ assignment, candidates }: AssignmentOutcome): AssignmentOutcomeBody {
  if (!assignment) return { assignment: null, reasons: candidates.map(refusal) };
  const { id, name, userId, mode, reason, score, factors } = assignment;
  return {
    assignment: {
      assignment_id: id,
      assigned_to: name,
      assigned_user_id: userId,
      mode,
      reason,
      score,
      factors: [...factors],
    },
    reasons: [],
  };
}

function refusal({ personId, name, score, failedGates }: RankedCandidate): RefusalBody {
  return { user_id: personId, name, score: rounded(score), reasons: [...failedGates] };
}

const rounded = (score: number) => Math.round(score * 10_000) / 10_000;
