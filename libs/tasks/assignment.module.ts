import { Clock } from '#kernel/index';
import { LearningModule } from '#learning/learning.module';
import { Policies } from '#learning/index';
import { Module, type OnModuleInit } from '@nestjs/common';
import { TransactionReactions } from '#platform/events/transaction-reactions';
import { AssignmentReads } from './adapters/assignment-reads.ts';
import { AssignmentsController } from './adapters/assignments.controller.ts';
import { IntegrationFlow } from './adapters/integration-flow.ts';
import { IntegrationSample } from './adapters/integration-sample.ts';
import { IntegrationController } from './adapters/integration.controller.ts';
import { IntegrationTestController } from './adapters/integration-test.controller.ts';
import { NextTaskReads } from './adapters/next-task-reads.ts';
import { PostgresAssignmentCandidates } from './adapters/postgres-assignment-candidates.ts';
import { PostgresAssignments } from './adapters/postgres-assignments.ts';
import { PostgresNextTasks } from './adapters/postgres-next-tasks.ts';
import { PostgresTasks } from './adapters/postgres-tasks.ts';
import { PostgresWorkloads } from './adapters/postgres-workloads.ts';
import { TaskReads } from './adapters/task-reads.ts';
import { WorkloadController } from './adapters/workload.controller.ts';
import { AssignTaskHandler } from './application/assign-task.ts';
import { AssignmentRanking } from './application/assignment-ranking.ts';
import { CompleteWithNextTaskHandler } from './application/complete-with-next-task.ts';
import { PreviewAssignmentHandler } from './application/preview-assignment.ts';
import { QueueNextTask } from './application/queue-next-task.ts';
import { RecordAssignments } from './application/record-assignments.ts';
import { SuggestedTasksHandler } from './application/task-suggestions.ts';
import { TeamWorkloadHandler } from './application/team-workload.ts';
import { UnassignTaskHandler } from './application/unassign-task.ts';
import { WorkloadOfHandler, Workloads } from './application/workload.ts';
import { AssignmentCandidates } from './domain/assignment-candidates.ts';
import { Assignments } from './domain/assignments.ts';
import { NextTasks } from './domain/next-tasks.ts';
import { Tasks } from './domain/tasks.ts';

/** Wires how tasks find people, and people their next task. */
@Module({
  imports: [LearningModule],
  controllers: [AssignmentsController, WorkloadController, IntegrationController, IntegrationTestController],
  providers: [
    { provide: Tasks, useClass: PostgresTasks },
    { provide: Assignments, useClass: PostgresAssignments },
    { provide: AssignmentCandidates, useClass: PostgresAssignmentCandidates },
    { provide: NextTasks, useClass: PostgresNextTasks },
    { provide: Workloads, useClass: PostgresWorkloads },
    {
      provide: AssignmentRanking,
      inject: [AssignmentCandidates, Policies, Clock],
      useFactory: (...parts: ConstructorParameters<typeof AssignmentRanking>) => new AssignmentRanking(...parts),
    },
    {
      provide: QueueNextTask,
      inject: [NextTasks, AssignmentCandidates, Policies, Clock],
      useFactory: (...parts: ConstructorParameters<typeof QueueNextTask>) => new QueueNextTask(...parts),
    },
    {
      provide: RecordAssignments,
      inject: [Assignments],
      useFactory: (assignments: Assignments) => new RecordAssignments(assignments),
    },
    TaskReads,
    AssignmentReads,
    NextTaskReads,
    IntegrationFlow,
    IntegrationSample,
    AssignTaskHandler,
    UnassignTaskHandler,
    PreviewAssignmentHandler,
    CompleteWithNextTaskHandler,
    SuggestedTasksHandler,
    WorkloadOfHandler,
    TeamWorkloadHandler,
  ],
})
export class AssignmentModule implements OnModuleInit {
  constructor(
    private readonly reactions: TransactionReactions,
    private readonly records: RecordAssignments,
    private readonly nextTasks: QueueNextTask,
  ) {}

  onModuleInit(): void {
    this.reactions.on('task.assigned', (event) => this.records.whenAssigned(event));
    this.reactions.on('task.completed', (event) => this.nextTasks.whenCompleted(event));
  }
}
