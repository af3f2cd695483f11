import { DomainError } from '#kernel/index';

/** Where in a column a task shall stand: behind one task, before another, or at the end. */
export interface PlaceWish {
  afterId?: string;
  beforeId?: string;
}

/** The columns of the boards and the order within them. */
export abstract class BoardColumns {
  /** Holds off other moves into the column until the transaction ends; says how full it is. */
  abstract lock(projectId: string, status: string): Promise<{ tasks: number; wipLimit: number | null }>;
  /** The rank for the wish, given the ranks that stand there now; refuses neighbours that are not in the column. */
  abstract rankFor(projectId: string, status: string, taskId: string, wish: PlaceWish): Promise<string>;
}

/** The column holds as much work as its people agreed to take on at once. */
export class WipLimitReached extends DomainError {
  constructor(status: string, limit: number) {
    super('conflict', 'wip_limit_reached', `The column "${status}" holds ${limit} tasks at most.`, { status, limit });
  }
}
