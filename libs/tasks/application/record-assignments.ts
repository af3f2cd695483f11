import { type DomainEvent, newId } from '#kernel/index';
import { type AssignmentRecord, Assignments } from '../domain/assignments.ts';

/** Keeps the history of assignments with every change of a task's assignees, in the same transaction. */
export class RecordAssignments {
  constructor(private readonly assignments: Assignments) {}

  async whenAssigned({ subject, data }: DomainEvent): Promise<void> {
    const explained = data.assignment as ({ user_id: string } & Omit<AssignmentRecord, 'userId'>) | undefined;
    const added = (data.added as string[]).map((userId): AssignmentRecord => {
      if (explained?.user_id !== userId) return byHand(userId);
      const { user_id: _, ...record } = explained;
      return { userId, ...record };
    });
    await this.assignments.record({ taskId: subject.id, added, removed: data.removed as string[] });
  }
}

const byHand = (userId: string): AssignmentRecord => ({
  id: newId(),
  userId,
  mode: 'manual',
  score: null,
  factors: [],
  reason: null,
});
