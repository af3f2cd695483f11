import type { DomainEvent } from '#kernel/index';
import { performanceUpdated } from '../domain/learner.ts';
import { Learners } from '../domain/learners.ts';
import { replayed, without } from '../domain/learning-log.ts';
import { Policies } from '../domain/policies.ts';
import { levelOf } from '#scoring/index';

/** Lets skills and performance follow the tasks that people finish, in the task's own transaction. */
export class LearnFromTask {
  constructor(
    private readonly learners: Learners,
    private readonly policies: Policies,
  ) {}

  /** Every assignee learns from a finished task, or whoever finished it where nobody was assigned. */
  async whenCompleted({ subject, data }: DomainEvent): Promise<void> {
    const task = await this.learners.finishedTask(subject.id);
    if (!task) return;
    const assignees = data.assignee_ids as string[];
    const people = assignees.length > 0 ? assignees : [data.completed_by as string];
    const skillIds = task.requiredSkills.map(({ skill_id }) => skill_id);
    const learners = await this.learners.get(people, { skillIds, taskId: task.id });
    const policies = await this.policies.current();
    await this.learners.save(learners.map((learner) => learner.learnFrom(task, policies)));
  }

  /** A reopened task is taken out of the logs, and what came after it is worked out anew. */
  async whenReopened({ subject, data }: DomainEvent): Promise<void> {
    const people = await this.learners.whoLearntFrom(subject.id);
    if (people.length === 0) return;
    const policies = await this.policies.current();
    for (const userId of people) {
      const before = await this.learners.logOf(userId);
      const { log, standing } = replayed(without(subject.id, before), policies);
      const told = performanceUpdated(userId, {
        task_id: subject.id,
        task_key: data.key,
        task_title: data.title,
        cause: 'task_reopened',
        before: before.performance.at(-1)?.after ?? standing.score,
        after: standing.score,
        level: levelOf(standing.score, policies.performance.levels),
      });
      await this.learners.rewrite(log, standing, told);
    }
  }
}
