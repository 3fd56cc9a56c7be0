import { sql } from 'drizzle-orm'
import type { Tx } from '~/db/client'
import { instances, volumes } from '~/db/schema/resources/compute'

export type HeldErasureRow = {
  kind: 'instance' | 'volume'
  id: string
  name: string
  organisationName: string
  deletedAt: string | null
  purgeAfter: string | null
}

/** Resources deleted until `heldUntil` and not erased; in the order of their due date. */
export async function listHeldErasures(tx: Tx, heldUntil: Date, limit: number): Promise<HeldErasureRow[]> {
  const of = (kind: 'instance' | 'volume') => sql`
    select ${kind}::text as kind, r.id, r.name, o.legal_name as "organisationName", 
      to_char(r.deleted_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as "deletedAt",
      to_char(r.purge_after at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as "purgeAfter"
    from ${kind === 'instance' ? instances : volumes} r join organisations o on o.id = r.organisation_id
    where r.state = 'deleted' and (r.deleted_at is null or r.deleted_at <= ${heldUntil.toISOString()}::timestamptz)`
  const rows = await tx.execute<HeldErasureRow>(
    sql`${of('instance')} union all ${of('volume')} order by 6, 2 limit ${limit}`,
  )
  return [...rows]
}
