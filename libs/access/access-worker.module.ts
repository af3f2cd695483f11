import { Module } from '@nestjs/common';
import { AccessFollower } from './adapters/access-follower.ts';

/** What the access context does in the background. */
@Module({ providers: [AccessFollower] })
export class AccessWorkerModule {}

export { reportAudit } from './adapters/verify-audit.ts';
