import { describe, expect, it } from '@jest/globals';
import { finishedTask } from '../testing/finished-tasks.ts';
import { componentsOfTask, isOnTime, skillUseOf } from './finished-task.ts';

describe('A finished task', () => {
  it('measures completion and punctuality by itself', () => {
    expect(componentsOfTask(finishedTask())).toEqual({ completion: 100, timing: 100 });
    expect(componentsOfTask(finishedTask({ dueAt: null }))).toEqual({ completion: 100 });
  });

  it('counts days late', () => {
    const late = finishedTask({ completedAt: Temporal.Instant.from('2026-01-14T09:00:00Z') });
    expect(isOnTime(late)).toBe(false);
    expect(skillUseOf(late).lateness).toBe(7);
    expect(componentsOfTask(late).timing).toBe(50);
  });

  it('compares the hours with the estimate where both are known', () => {
    expect(componentsOfTask(finishedTask({ dueAt: null, estimateHours: 4, actualHours: 8 })).timing).toBe(50);
    expect(componentsOfTask(finishedTask({ dueAt: null, estimateHours: 4 })).timing).toBeUndefined();
  });

  it('takes quality, help and technical verdicts from its result, and passes over what is no verdict', () => {
    const result = { correct: 8, total: 10, review: 90, help: 70, technical: 'great', notes: 'fine' };
    const task = finishedTask({ result });
    expect(componentsOfTask(task)).toEqual({ completion: 100, timing: 100, quality: 85, help: 70 });
    expect(skillUseOf(task).outcome).toBe(0.85);
    expect(componentsOfTask(finishedTask({ result: { correct: 11, total: 10, review: 101 } }))).toEqual({
      completion: 100,
      timing: 100,
    });
  });
});
