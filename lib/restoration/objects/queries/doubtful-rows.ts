import { sql } from 'drizzle-orm'
import type { Tx } from '~/db/client'

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
