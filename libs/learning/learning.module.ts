import { Module } from '@nestjs/common';
import { PostgresRequiredSkills } from './adapters/postgres-required-skills.ts';
import { PostgresSkills } from './adapters/postgres-skills.ts';
import { RequiredSkills } from './application/required-skills.ts';
import { Skills } from './domain/skills.ts';

/** Skills, what people can do, and how well they do it. */
@Module({
  providers: [
    { provide: Skills, useClass: PostgresSkills },
    { provide: RequiredSkills, useClass: PostgresRequiredSkills },
  ],
  exports: [RequiredSkills],
})
export class LearningModule {}
