export { inRange } from './domain/in-range.ts';
export { type Level, levelOf, type LevelTable, performanceLevels, skillLevels, validLevels } from './domain/levels.ts';
export {
  defaultPerformancePolicy,
  liveScores,
  noPerformance,
  type Performance,
  type PerformanceChange,
  type PerformanceLogEntry,
  type PerformancePolicy,
  type PerformanceState,
  replay,
  type TaskContribution,
  updatePerformance,
  validPerformancePolicy,
} from './domain/performance.ts';
export { type GainFactor, type SkillGain, skillGain, type SkillUse } from './domain/skill-gain.ts';
export { decayed, replaySkill, type SkillLogEntry, type SkillStep } from './domain/skill-history.ts';
export {
  type DecayPolicy,
  defaultSkillPolicy,
  type Priority,
  type SkillPolicy,
  validSkillPolicy,
} from './domain/skill-policy.ts';
export {
  type Components,
  componentsOf,
  defaultPartWeights,
  type Part,
  type PartContribution,
  parts,
  type PartWeights,
  type TaskFacts,
  type TaskScore,
  taskScore,
} from './domain/task-score.ts';
