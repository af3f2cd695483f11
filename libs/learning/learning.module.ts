import { Module, type OnModuleInit } from '@nestjs/common';
import { EventSubjects } from '#platform/events/event-subjects';
import { TransactionReactions } from '#platform/events/transaction-reactions';
import { PermissionCatalogue } from '#platform/permissions/catalogue';
import { AbsenceReads } from './adapters/absence-reads.ts';
import { AbsencesController } from './adapters/absences.controller.ts';
import { learningSubjects } from './adapters/learning-subjects.ts';
import { PoliciesController } from './adapters/policies.controller.ts';
import { PostgresAbsences } from './adapters/postgres-absences.ts';
import { PostgresEndorsements } from './adapters/postgres-endorsements.ts';
import { PostgresLearners } from './adapters/postgres-learners.ts';
import { PostgresPolicies } from './adapters/postgres-policies.ts';
import { PostgresRequiredSkills } from './adapters/postgres-required-skills.ts';
import { PostgresSkills } from './adapters/postgres-skills.ts';
import { ProfileReads } from './adapters/profile-reads.ts';
import { ProfilesController } from './adapters/profiles.controller.ts';
import { SkillReads } from './adapters/skill-reads.ts';
import { SkillsController } from './adapters/skills.controller.ts';
import { CancelAbsenceHandler } from './application/cancel-absence.ts';
import { ChangeAbsenceHandler } from './application/change-absence.ts';
import { ChangePoliciesHandler } from './application/change-policies.ts';
import { CreateSkillHandler } from './application/create-skill.ts';
import { DeleteSkillHandler } from './application/delete-skill.ts';
import { DropSkillHandler } from './application/drop-skill.ts';
import { EditSkillHandler } from './application/edit-skill.ts';
import { EndorseSkillHandler } from './application/endorse-skill.ts';
import { LearnFromTask } from './application/learn-from-task.ts';
import { MergeSkillsHandler } from './application/merge-skills.ts';
import { PlanAbsenceHandler } from './application/plan-absence.ts';
import { RateSkillsHandler } from './application/rate-skills.ts';
import { RebuildPerformanceHandler } from './application/rebuild-performance.ts';
import { RequiredSkills } from './application/required-skills.ts';
import { WithdrawEndorsementHandler } from './application/withdraw-endorsement.ts';
import { Absences } from './domain/absences.ts';
import { Endorsements } from './domain/endorsements.ts';
import { Learners } from './domain/learners.ts';
import { learningPermissions } from './domain/learning-permissions.ts';
import { Policies } from './domain/policies.ts';
import { Skills } from './domain/skills.ts';

const handlers = [
  CreateSkillHandler,
  EditSkillHandler,
  DeleteSkillHandler,
  MergeSkillsHandler,
  RateSkillsHandler,
  DropSkillHandler,
  EndorseSkillHandler,
  WithdrawEndorsementHandler,
  RebuildPerformanceHandler,
  PlanAbsenceHandler,
  ChangeAbsenceHandler,
  CancelAbsenceHandler,
  ChangePoliciesHandler,
];

/** Wires skills, what people can do, and how well they do it. */
@Module({
  controllers: [SkillsController, ProfilesController, AbsencesController, PoliciesController],
  providers: [
    { provide: Skills, useClass: PostgresSkills },
    { provide: RequiredSkills, useClass: PostgresRequiredSkills },
    { provide: Learners, useClass: PostgresLearners },
    { provide: Endorsements, useClass: PostgresEndorsements },
    { provide: Absences, useClass: PostgresAbsences },
    { provide: Policies, useClass: PostgresPolicies },
    {
      provide: LearnFromTask,
      inject: [Learners, Policies],
      useFactory: (learners: Learners, policies: Policies) => new LearnFromTask(learners, policies),
    },
    SkillReads,
    ProfileReads,
    AbsenceReads,
    ...handlers,
  ],
  exports: [RequiredSkills, Policies],
})
export class LearningModule implements OnModuleInit {
  constructor(
    private readonly catalogue: PermissionCatalogue,
    private readonly eventSubjects: EventSubjects,
    private readonly reactions: TransactionReactions,
    private readonly learn: LearnFromTask,
  ) {}

  onModuleInit(): void {
    this.catalogue.add(learningPermissions);
    this.reactions.on('task.completed', (event) => this.learn.whenCompleted(event));
    this.reactions.on('task.reopened', (event) => this.learn.whenReopened(event));
    for (const [type, subject] of Object.entries(learningSubjects)) this.catalogue.describe(type, subject);
    const ofPerson = { attributes: { userId: { data: 'user_id', type: 'uuid' } }, guardedFields: [] } as const;
    for (const type of ['SkillProfile', 'Performance', 'Absence']) this.eventSubjects.register(type, ofPerson);
    for (const type of ['Skill', 'Policy']) this.eventSubjects.register(type, { attributes: {}, guardedFields: [] });
  }
}
