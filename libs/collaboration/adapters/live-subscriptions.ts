import type { Actor } from '#kernel/index';
import type { LoggedEvent } from '#platform/events/event-follower';
import { EventSubjects, type VisibleEvent } from '#platform/events/event-subjects';

/** How an event looks on the wire of a socket. */
export interface LiveEvent {
  position: number;
  id: string;
  type: string;
  subject: { type: string; id: string };
  project_id: string | null;
  actor_id: string | null;
  occurred_at: string;
  data: Record<string, unknown>;
  changes: Record<string, [unknown, unknown]> | null;
}

/** One client's view of the log: which projects it follows, and how far it has been told of each. */
export class LiveSubscriptions {
  private readonly projects = new Map<string, { told: number; waiting: LoggedEvent[] | null }>();

  constructor(private readonly emit: (event: LiveEvent) => void) {}

  get projectIds(): string[] {
    return [...this.projects.keys()];
  }

  /** Follows a project behind `position`; events wait until `catchUp` has told what lies between. */
  open(projectId: string, position: number): void {
    this.projects.set(projectId, { told: position, waiting: [] });
  }

  close(projectId: string): boolean {
    return this.projects.delete(projectId);
  }

  /** Tells what was missed, then what came meanwhile, each event once and in order. */
  catchUp(
    projectId: string,
    missed: readonly LoggedEvent[],
    see: (event: LoggedEvent) => VisibleEvent | undefined,
  ): void {
    const project = this.projects.get(projectId);
    if (!project) return;
    const waiting = project.waiting ?? [];
    project.waiting = null;
    for (const event of [...missed, ...waiting]) this.tell(project, event, see);
  }

  /** Passes one event of the log on, if this client follows its project and may see it. */
  deliver(event: LoggedEvent, see: (event: LoggedEvent) => VisibleEvent | undefined): void {
    const project = event.project_id ? this.projects.get(event.project_id) : undefined;
    if (!project) return;
    if (project.waiting) project.waiting.push(event);
    else this.tell(project, event, see);
  }

  private tell(
    project: { told: number },
    event: LoggedEvent,
    see: (event: LoggedEvent) => VisibleEvent | undefined,
  ): void {
    if (event.position <= project.told) return;
    project.told = event.position;
    const visible = see(event);
    if (visible) this.emit(liveEvent(visible));
  }
}

/** The wire form of an event. */
export function liveEvent(event: VisibleEvent): LiveEvent {
  const { position, id, type, subject_type, subject_id, project_id, actor_id, occurred_at, data, changes } = event;
  return {
    position,
    id,
    type,
    subject: { type: subject_type, id: subject_id },
    project_id,
    actor_id,
    occurred_at,
    data,
    changes,
  };
}

/** What `see` is for one actor. */
export const seenBy = (subjects: EventSubjects, actor: Actor) => (event: LoggedEvent) => subjects.visible(actor, event);
