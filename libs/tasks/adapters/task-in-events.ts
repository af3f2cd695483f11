import type { EventSubject } from '#platform/events/event-subjects';

/** Where the events of a task carry what permissions ask for. */
export const taskInEvents: EventSubject = {
  attributes: {
    assigneeIds: { data: 'assignee_ids', type: 'uuid[]' },
    creatorId: { data: 'creator_id', type: 'uuid' },
    milestoneId: { data: 'milestone_id', type: 'uuid' },
    status: { data: 'status', type: 'text' },
    statusCategory: { data: 'status_category', type: 'text' },
    labels: { data: 'labels', type: 'text[]' },
    priority: { data: 'priority', type: 'numeric' },
    difficulty: { data: 'difficulty', type: 'numeric' },
  },
  guardedFields: ['cost'],
};
