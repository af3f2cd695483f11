import { createHash } from 'node:crypto';
import { type RawBuilder, sql } from 'kysely';

/** An entry as the chain sees it: its position and one text that changes with every column. */
export interface ChainEntry {
  organization_id: string;
  position: number;
  canonical: string;
}

/** A stretch of the log of one organization, sealed: all entries after the seal before it, up to `to_position`. */
export interface Seal {
  organization_id: string;
  to_position: number;
  entries: number;
  hash: string;
  previous_hash: string;
  /** 8 bytes for each entry, which tell the first one that was tampered with. */
  digests: Buffer;
}

/** What the first seal of an organization builds on. */
export const GENESIS = '0'.repeat(64);

const DIGEST_BYTES = 8;

/** The canonical text: all columns in this order as a JSON list; jsonb sorts keys and time is in UTC, to the microsecond. */
export const canonicalEntry: RawBuilder<string> = sql`jsonb_build_array(
  a.organization_id, a.position, a.action, a.actor_id, a.subject_type, a.subject_id, a.project_id, a.changes, a.ip,
  a.user_agent, a.request_id,
  to_char(a.occurred_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'))::text`;

/** Seals entries in the order of their positions onto the seal before. */
export function seal(entries: readonly ChainEntry[], previousHash: string): Omit<Seal, 'organization_id'> {
  return {
    to_position: entries.at(-1)!.position,
    entries: entries.length,
    previous_hash: previousHash,
    digests: Buffer.concat(entries.map(digestOf)),
    hash: hashOf(entries, previousHash),
  };
}

/** The position of the first entry that is not as it was sealed; undefined when the whole stretch is whole. */
export function firstBroken(
  { hash, previous_hash, entries: count, digests, to_position }: Seal,
  entries: readonly ChainEntry[],
  previousHash: string,
): number | undefined {
  const isWhole = previous_hash === previousHash && entries.length === count && hashOf(entries, previousHash) === hash;
  if (isWhole) return undefined;
  const altered = entries.find(
    (entry, index) => !digests.subarray(index * DIGEST_BYTES, (index + 1) * DIGEST_BYTES).equals(digestOf(entry)),
  );
  // Entries cut off at the end leave all others as they were.
  return altered?.position ?? to_position;
}

function hashOf(entries: readonly ChainEntry[], previousHash: string): string {
  const hash = createHash('sha256').update(previousHash);
  for (const { canonical } of entries) hash.update('\n').update(canonical);
  return hash.digest('hex');
}

const digestOf = ({ canonical }: ChainEntry) =>
  createHash('sha256').update(canonical).digest().subarray(0, DIGEST_BYTES);
