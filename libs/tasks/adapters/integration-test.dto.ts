import { Choice, Flag, Id, Integer, JsonObject, ListOf, Text } from '#platform/http/fields';

export class SampleDataBody {
  @Integer({ min: 0, max: 2147483647, optional: true, default: 1, description: 'The same seed makes the same data' })
  seed?: number;

  @Integer({ min: 1, max: 6, optional: true, default: 1 })
  projects?: number;

  @Integer({ min: 1, max: 100, optional: true, default: 10 })
  tasks_per_project?: number;
}

export class SampleProjectBody {
  @Id()
  id: string;

  @Text({ example: 'Harbour website' })
  title: string;
}

/** What was made up. */
export class SampleDataMadeBody {
  @Flag({ example: true })
  success: boolean;

  @ListOf(() => SampleProjectBody)
  projects: SampleProjectBody[];

  @Integer({ description: 'Skills in the catalogue that the sample uses', example: 12 })
  skills: number;

  @Integer({ example: 10 })
  tasks: number;

  @Integer({ description: 'Members whose empty profiles were filled', example: 1 })
  profiles: number;

  @Text({ max: 1000 })
  message: string;
}

export class WorkflowStepBody {
  @Choice(['create_sample_data', 'create_and_assign', 'complete', 'performance', 'suggestions'])
  step: string;

  @Flag()
  success: boolean;

  @JsonObject({ description: 'What the step answered' })
  result: Record<string, unknown>;
}

/** The main job, run once from end to end. */
export class WorkflowBody {
  @Flag({ example: true })
  success: boolean;

  @ListOf(() => WorkflowStepBody)
  steps: WorkflowStepBody[];
}
