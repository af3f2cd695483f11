import { describe, expect, it } from '@jest/globals';
import { quickPlan } from './plan.ts';
import type { PlannedTask, Problem } from './problem.ts';

const task = (id: string, duration: number, rest: Partial<PlannedTask> = {}): PlannedTask => ({
  id,
  duration,
  ...rest,
});
const after = (...tasks: string[]) => ({ predecessors: tasks.map((before) => ({ task: before })) });
const planned = (problem: Problem, id: string) => quickPlan(problem).tasks.find((one) => one.id === id)!;

describe('What a task waited for', () => {
  it('is the predecessor that ended last', () => {
    const problem = { tasks: [task('a', 3), task('b', 5), task('c', 1, after('a', 'b'))] };
    expect(planned(problem, 'c').waitedFor).toEqual([{ kind: 'predecessor', task: 'b' }]);
  });

  it('is the task that held the resource', () => {
    const problem = {
      resources: [{ id: 'room', capacity: 1 }],
      tasks: [task('a', 3, { demands: { room: 1 } }), task('b', 5, { demands: { room: 1 } })],
    };
    const plan = quickPlan(problem);
    const [first, second] = plan.tasks.toSorted((a, b) => a.start - b.start);
    expect(first!.waitedFor).toEqual([]);
    expect(second!.waitedFor).toEqual([{ kind: 'resource', task: first!.id, of: 'room' }]);
    expect(plan.criticalChain).toEqual([first!.id, second!.id]);
  });

  it('is the task that the person was on', () => {
    const skills = [{ skill: 'law' }];
    const problem = {
      people: [{ id: 'ana', skills: { law: 1 } }],
      tasks: [task('a', 3, { skills }), task('b', 3, { skills, release: 1 })],
    };
    expect(planned(problem, 'b').waitedFor).toEqual([{ kind: 'person', task: 'a', of: 'ana' }]);
  });

  it('reaches over the night', () => {
    const problem: Problem = {
      working: [
        [0, 8],
        [24, 32],
      ],
      tasks: [task('a', 8), task('b', 2, after('a'))],
    };
    const { start, waitedFor } = planned(problem, 'b');
    expect([start, waitedFor]).toEqual([24, [{ kind: 'predecessor', task: 'a' }]]);
  });

  it('is the working day, a release or a lock where no task is to blame', () => {
    expect(planned({ working: [[9, 17]], tasks: [task('a', 1)] }, 'a').waitedFor).toEqual([{ kind: 'hours' }]);
    expect(planned({ tasks: [task('a', 1, { release: 5 })] }, 'a').waitedFor).toEqual([{ kind: 'release' }]);
    expect(planned({ tasks: [task('a', 1, { lock: { start: 7 } })] }, 'a').waitedFor).toEqual([{ kind: 'lock' }]);
  });
});
