import { type Happening, type Notice, type Surroundings } from './notice.ts';

type Task = NonNullable<Surroundings['task']>;
type Told = Omit<Notice, 'recipientId' | 'actionUrl' | 'data'> & { data?: Record<string, unknown> };

/** Whom an event concerns, and what each of them is told; nobody hears of what they did themselves. */
export function noticesOf(event: Happening, around: Surroundings): Notice[] {
  const notices = rules[event.type]?.(event, around) ?? [];
  return notices.filter(({ recipientId, personal }) => personal || recipientId !== event.actor_id);
}

type Rule = (event: Happening, around: Surroundings) => Notice[];

const rules: Record<string, Rule> = {
  'task.assigned': aboutTask(({ data }, task, who) =>
    to(data.added as string[], task, {
      kind: 'task_assigned',
      title: `${task.key} is yours`,
      message: `${who} gave you “${task.title}”.`,
    }),
  ),

  'task.completed': aboutTask(({ data }, task, who) =>
    to([task.creatorId, ...task.assigneeIds, ...task.watcherIds], task, {
      kind: 'task_completed',
      title: `${task.key} is done`,
      message: `${who} finished “${task.title}”.`,
      data: { on_time: data.on_time },
    }),
  ),

  'task.status_changed': aboutTask(({ data }, task, who) =>
    data.to_category === 'done' // told as completed
      ? []
      : to(task.watcherIds, task, {
          kind: 'status_changed',
          title: `${task.key}: ${readable(data.to)}`,
          message: `${who} moved “${task.title}” from ${readable(data.from)} to ${readable(data.to)}.`,
          data: { from: data.from, to: data.to },
          groupKey: `status ${task.id}`,
        }),
  ),

  'task.queued': aboutTask(({ data, recipient_id }, task) =>
    to([recipient_id!], task, {
      kind: 'task_queued',
      title: `Next for you: ${task.key}`,
      message: `“${task.title}” suits you and waits for somebody.`,
      data: { recommendation_score: data.recommendation_score, after_task_id: data.after_task_id },
      personal: true,
    }),
  ),

  'performance.updated': ({ data, recipient_id }, { task }) => [
    {
      recipientId: recipient_id!,
      kind: 'performance_update',
      title: `Your performance: ${score(data.after)}${data.level ? ` (${text(data.level)})` : ''}`,
      message: `It went from ${score(data.before)} to ${score(data.after)}${afterTask(data)}.`,
      actionUrl: `/people/${recipient_id}`,
      data: { ...pointOfTask(task), before: data.before, after: data.after, level: data.level ?? null },
      personal: true,
    },
  ],

  'skill.improved': ({ data, recipient_id }, { task }) => [
    {
      recipientId: recipient_id!,
      kind: 'skill_improved',
      title: `${text(data.name)}: ${score(data.after)}${data.level ? ` (${text(data.level)})` : ''}`,
      message: `Your ${text(data.name)} went from ${score(data.before)} to ${score(data.after)}${afterTask(data)}.`,
      actionUrl: `/people/${recipient_id}`,
      data: {
        ...pointOfTask(task),
        skill_id: data.skill_id,
        before: data.before,
        after: data.after,
        level: data.level ?? null,
      },
      personal: true,
    },
  ],

  'comment.created': aboutTask((event, task, who) => {
    const { data, subject_id } = event;
    const mentioned = mentions(event, task, who, data.mention_ids as string[]);
    const others = [...task.assigneeIds, task.creatorId, ...task.watcherIds];
    const told = to(others, task, {
      kind: 'comment',
      title: `New comment on ${task.key}`,
      message: `${who}: ${text(data.excerpt)}`,
      data: { comment_id: subject_id },
      groupKey: `comment ${task.id}`,
    });
    return [...mentioned, ...told.filter(({ recipientId }) => !mentioned.some((m) => m.recipientId === recipientId))];
  }),

  'comment.updated': aboutTask((event, task, who) =>
    mentions(event, task, who, event.data.newly_mentioned as string[]),
  ),

  'comment.reaction_added': aboutTask(({ data, subject_id }, task, who) =>
    to([text(data.author_id)], task, {
      kind: 'reaction',
      title: `${text(data.emoji)} on your comment`,
      message: `${who} reacted to your comment on ${task.key}.`,
      data: { comment_id: subject_id, emoji: data.emoji },
      groupKey: `reaction ${subject_id}`,
    }),
  ),

  'project_member.added': ({ data, project_id, actor_id }, { actorName, projectTitle }) => [
    {
      recipientId: text(data.user_id),
      kind: 'project_member_added',
      title: `You are in ${projectTitle ?? 'a project'}`,
      message: `${actorName ?? 'Somebody'} added you to the project.`,
      actionUrl: `/projects/${project_id}`,
      data: { project_id },
      ...(data.user_id !== actor_id && { personal: true }),
    },
  ],
};

/** The types of events that notices can be made of. */
export const noticedEvents: readonly string[] = Object.keys(rules);

/** A rule on a task; once the task is gone, there is nothing to lead to and nobody is told. */
function aboutTask(rule: (event: Happening, task: Task, who: string) => Notice[]): Rule {
  return (event, { task, actorName }) => (task ? rule(event, task, actorName ?? 'Somebody') : []);
}

function to(recipientIds: readonly string[], task: Task, { data, ...told }: Told): Notice[] {
  return [...new Set(recipientIds)].map((recipientId) => ({
    recipientId,
    ...told,
    actionUrl: `/tasks/${task.id}`,
    data: { ...pointOfTask(task), ...data },
  }));
}

function mentions(
  { subject_id, data }: Happening,
  task: Task,
  who: string,
  mentioned: readonly string[] = [],
): Notice[] {
  return to(mentioned, task, {
    kind: 'mention',
    title: `${who} mentioned you on ${task.key}`,
    message: text(data.excerpt),
    data: { comment_id: subject_id },
  });
}

const pointOfTask = (task: Task | null) => (task ? { task_key: task.key, task_title: task.title } : {});
const afterTask = ({ task_key }: Record<string, unknown>) => (task_key ? ` with ${text(task_key)}` : '');
const text = (value: unknown) => (typeof value === 'string' ? value : '');
const readable = (value: unknown) => text(value).replaceAll('_', ' ');
const score = (value: unknown) => (typeof value === 'number' ? value.toFixed(1) : '–');
