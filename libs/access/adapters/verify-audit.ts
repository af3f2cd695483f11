import { sql } from 'kysely';
import type { Database } from '#platform/postgres/database';
import { canonicalEntry, type ChainEntry, firstBroken, GENESIS, type Seal } from './audit-chain.ts';

/** What the check of one organization's chain came to. */
export interface ChainReport {
  organizationId: string;
  sealedEntries: number;
  /** Hash of the last seal: noted elsewhere, it also proves that nothing was cut off at the end. */
  head: string;
  /** Entries that no seal covers yet. */
  unsealed: number;
  /** The first entry that is not as it was sealed. */
  brokenAt?: number;
}

/** Checks the chains of all organizations, one seal at a time, so that memory does not grow with the log. */
export async function* verifyAudit(database: Database): AsyncGenerator<ChainReport> {
  const organizations = await database.systemRows<{ organization_id: string }>(sql`
    select organization_id from audit_seals union select organization_id from audit_entries order by 1`);
  for (const { organization_id } of organizations) yield await verifyChain(database, organization_id);
}

async function verifyChain(database: Database, organizationId: string): Promise<ChainReport> {
  const report: ChainReport = { organizationId, sealedEntries: 0, head: GENESIS, unsealed: 0 };
  let position = -1;
  for (;;) {
    const [next] = await database.systemRows<Seal>(sql`
      select * from audit_seals where organization_id = ${organizationId} and to_position > ${position}
      order by to_position limit 1`);
    if (!next) break;
    const entries = await database.systemRows<ChainEntry>(sql`
      select a.organization_id, a.position, ${canonicalEntry} as canonical from audit_entries a
      where a.organization_id = ${organizationId} and a.position > ${position} and a.position <= ${next.to_position}
      order by a.position`);
    const brokenAt = firstBroken(next, entries, report.head);
    if (brokenAt !== undefined) return { ...report, brokenAt };
    report.sealedEntries += entries.length;
    report.head = next.hash;
    position = next.to_position;
  }
  const [rest] = await database.systemRows<{ unsealed: number }>(sql`
    select count(*) as unsealed from audit_entries where organization_id = ${organizationId} and position > ${position}`);
  return { ...report, unsealed: rest!.unsealed };
}

/** Writes one line for each organization, and answers whether all is as it was sealed. */
export async function reportAudit(database: Database, say: (line: string) => void): Promise<boolean> {
  let isWhole = true;
  for await (const { organizationId, sealedEntries, head, unsealed, brokenAt } of verifyAudit(database)) {
    if (brokenAt === undefined) {
      say(`${organizationId}: ${sealedEntries} sealed entries are whole, ${unsealed} not sealed yet; head ${head}`);
    } else {
      isWhole = false;
      say(`${organizationId}: BROKEN at position ${brokenAt}; ${sealedEntries} entries before it are whole`);
    }
  }
  return isWhole;
}
