import { and, asc, eq, inArray, not, notInArray, sql } from 'drizzle-orm'
import type { Tx } from '~/db/client'
import { zones } from '~/db/schema/catalogue'
import { drifts } from '~/db/schema/hypervisors'

/** The rest of a failed creation: it is listed as an object. */
const isQuarantined = sql`exists (select from quarantined_objects q
  where q.zone_id = ${drifts.zoneId} and q.subject = ${drifts.subject} and q.state not in ('gone', 'deleted'))`

/** Open differences of these kinds, or of all others, by zone and age. */
export async function listOpenDrifts(
  tx: Tx,
  kinds: { of: readonly string[] } | { otherThan: readonly string[] },
  limit: number,
) {
  const wanted =
    'of' in kinds ? inArray(drifts.kind, [...kinds.of]) : notInArray(drifts.kind, [...kinds.otherThan])
  return tx
    .select({ drift: drifts, zoneCode: zones.code, zoneName: zones.name })
    .from(drifts)
    .innerJoin(zones, eq(zones.id, drifts.zoneId))
    .where(and(eq(drifts.state, 'open'), wanted, not(isQuarantined)))
    .orderBy(asc(zones.code), asc(drifts.kind), asc(drifts.subject))
    .limit(limit)
}

export type SubjectRow = { id: string; name: string; organisationName: string; changedAt: Date }

/** The rows behind these subjects, with the last change of each. */
export async function listSubjects(tx: Tx, ids: readonly string[]): Promise<SubjectRow[]> {
  if (ids.length === 0) return []
  const wanted = sql`any(array[${sql.join(
    ids.map((id) => sql`${id}`),
    sql`, `,
  )}]::text[])`
  const rows = await tx.execute<Omit<SubjectRow, 'changedAt'> & { changedAt: string }>(sql`
    select r.id, r.name, o.legal_name as "organisationName",
      to_char(greatest(r.created_at, (select max(t.recorded_at) from state_transitions t where t.resource_id = r.id))
        at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as "changedAt"
    from (
      select id, name, organisation_id, created_at from instances
      union all select id, name, organisation_id, created_at from volumes
      union all select id, name, organisation_id, created_at from volume_backups
      union all select id, name, organisation_id, created_at from private_images
      union all select id, name, organisation_id, created_at from private_networks
      union all select id, name, organisation_id, created_at from balancers
      union all select id, address, organisation_id, reserved_at from public_addresses
    ) r join organisations o on o.id = r.organisation_id
    where r.id = ${wanted}`)
  return rows.map((row) => ({ ...row, changedAt: new Date(row.changedAt) }))
}
