import { Module } from '@nestjs/common';
import { AuditSealer } from './adapters/audit-sealer.ts';

/** What the access context does in the background. */
@Module({ providers: [AuditSealer] })
export class AccessWorkerModule {}
