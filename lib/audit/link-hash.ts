import { createHash } from 'node:crypto'
import type { AuditRow } from './queries/audit'

type Linked = Omit<AuditRow, 'sequence' | 'hash'>

/**
 * The hash of one audit row: SHA-256 over the previous row's hash, the sequence and every fact. Changing, removing or
 * inserting a row changes all later hashes. Pure.
 */
export function linkHash(previous: string, sequence: bigint, row: Linked): string {
  const facts = [
    previous,
    sequence.toString(),
    row.id,
    row.organisationId ?? null,
    row.event,
    row.actorKind,
    row.actorId,
    row.actorLabel,
    row.surface,
    row.requestId,
    row.ip ?? null,
    row.subjectKind,
    row.subjectId,
    sorted(row.details ?? {}),
    row.occurredAt.toISOString(),
  ]
  return createHash('sha256').update(JSON.stringify(facts)).digest('hex')
}

/** Sorts keys at every depth: the database does not preserve their order. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted)
  if (value === null || typeof value !== 'object') return value
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))
  return Object.fromEntries(entries.map(([key, each]) => [key, sorted(each)]))
}
