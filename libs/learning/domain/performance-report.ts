import { levelOf, liveScores, type PerformancePolicy, parts, replay } from '#scoring/index';
import type { LearningLog } from './learning-log.ts';

/** A performance with its reasons, as the wire shows it. */
export interface PerformanceReport {
  score: number;
  level: string;
  tasks_completed: number;
  /** Share of tasks finished by their due moment, 0–1; null before the first task. */
  on_time_ratio: number | null;
  components: { part: string; score: number; level: string; tasks: number }[];
  explanation: {
    start: { score: number; weight: number; contribution: number };
    tasks: { task_id: string; task_score: number; weight: number; contribution: number }[];
  };
}

/** Tells where a performance comes from: the contributions of the start and of the tasks sum to the score. O(n log n). */
export function reportOn({ performance }: LearningLog, policy: PerformancePolicy): PerformanceReport {
  // The place in the log stands for the time, since that is the order in which the tasks were counted.
  const entries = performance.map(({ taskId, components }, at) => ({ id: taskId, at, components }));
  const { score, level, start, tasks } = replay(entries, policy);
  const live = liveScores(entries, policy);
  const onTime = performance.filter((step) => step.onTime).length;
  return {
    score,
    level,
    tasks_completed: performance.length,
    on_time_ratio: performance.length === 0 ? null : onTime / performance.length,
    components: parts.map((part) => {
      const { score, count } = live[part];
      return { part, score, level: levelOf(score, policy.levels), tasks: count };
    }),
    explanation: {
      start,
      tasks: tasks.map(({ id, score, ...share }) => ({ task_id: id, task_score: score, ...share })),
    },
  };
}
