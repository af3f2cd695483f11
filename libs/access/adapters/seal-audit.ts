import { sql } from 'kysely';
import type { Database } from '#platform/postgres/database';
import { canonicalEntry, type ChainEntry, GENESIS, seal } from './audit-chain.ts';

/** As many entries as one seal covers at most. */
const SEAL_SIZE = 1_000;

/**
 * Seals what is settled and not sealed yet, in order, one chain for each organization; answers how many entries that
 * were. Several processes may try at once: one works, the others go away empty-handed.
 */
export async function sealAudit(database: Database, organizationIds?: readonly string[]): Promise<number> {
  let sealed = 0;
  for (;;) {
    const round = await sealOnce(database, organizationIds);
    sealed += round;
    if (round === 0) return sealed;
  }
}

function sealOnce(database: Database, organizationIds?: readonly string[]): Promise<number> {
  return database.system.transaction().execute(async (transaction) => {
    const lock = sql<{ won: boolean }>`select pg_try_advisory_xact_lock(hashtext('muster.seal_audit')) as won`;
    if (!(await lock.execute(transaction)).rows[0]!.won) return 0;
    const which = organizationIds ? sql`o.organization_id = any(${organizationIds}::uuid[])` : sql`true`;
    const { rows } = await sql<ChainEntry & { previous_hash: string | null }>`
      select a.*, s.hash as previous_hash
      from organizations o
      left join lateral (
        select to_position, hash from audit_seals s where s.organization_id = o.organization_id
        order by to_position desc limit 1) s on true
      cross join lateral (
        select a.organization_id, a.position, ${canonicalEntry} as canonical from audit_entries a
        where a.organization_id = o.organization_id and a.position > coalesce(s.to_position, -1)
          and a.position < (select settled_position())
        order by a.position limit ${SEAL_SIZE}) a
      where ${which} limit ${SEAL_SIZE}`.execute(transaction);
    const seals = [...Map.groupBy(rows, (row) => row.organization_id)].map(([organization_id, entries]) => ({
      organization_id,
      ...seal(entries, entries[0]!.previous_hash ?? GENESIS),
    }));
    for (const { organization_id, to_position, entries, hash, previous_hash, digests } of seals) {
      await sql`insert into audit_seals (organization_id, to_position, entries, hash, previous_hash, digests)
        values (${organization_id}, ${to_position}, ${entries}, ${hash}, ${previous_hash}, ${digests})`.execute(
        transaction,
      );
    }
    return rows.length;
  });
}
