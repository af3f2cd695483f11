import { DomainError } from '#kernel/index';

/** Finish-to-start, start-to-start, finish-to-finish, start-to-finish (PMBOK). */
export const dependencyKinds = ['FS', 'SS', 'FF', 'SF'] as const;

/** One task waits for another. */
export interface Dependency {
  taskId: string;
  dependsOnId: string;
  kind: (typeof dependencyKinds)[number];
  lagHours: number;
}

/** Which task waits for which; the graph has no cycles. */
export abstract class Dependencies {
  /** Stores the dependency, or changes the one between the same two tasks. */
  abstract put(dependency: Dependency): Promise<void>;
  abstract remove(taskId: string, dependsOnId: string): Promise<boolean>;
  /** The keys along the way from one task to another, if it waits for it already; holds off other changes meanwhile. */
  abstract pathBetween(fromId: string, toId: string): Promise<string[] | undefined>;
}

/** The dependency would make tasks wait for themselves. */
export class DependencyCycle extends DomainError {
  constructor(path: readonly string[]) {
    const detail = `These tasks would wait for each other: ${path.join(' → ')}.`;
    super('conflict', 'dependency_cycle', detail, { cycle: path }, [
      { pointer: '/depends_on_id', code: 'dependency_cycle', detail },
    ]);
  }
}
