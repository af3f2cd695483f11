import type { Workflow } from '../domain/workflow.ts';

/** What other contexts need of a project in order to put work into it. */
export interface TaskPlace {
  projectKey: string;
  number: number;
  workflow: Workflow;
}

/** The ways of working of the organization's projects. */
export abstract class Workflows {
  abstract of(projectId: string): Promise<Workflow>;
  /** Takes the next task number of a project that is open for work; NotFound or Conflict otherwise. */
  abstract takeNumber(projectId: string): Promise<TaskPlace>;
  /** Those of the statuses in which tasks stand. */
  abstract inUse(projectId: string, keys: readonly string[]): Promise<string[]>;
  /** Takes over a new shape; tasks follow where a status has got another category. */
  abstract replace(projectId: string, workflow: Workflow): Promise<void>;
}
