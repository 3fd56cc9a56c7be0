import { eq, sql } from 'drizzle-orm'
import type { Tx } from '~/db/client'
import { privateAddresses } from '~/db/schema/networks'
import type { Id } from '~/lib/kernel/ids'

/** Networks that a hypervisor has and no row explains: somebody whose rows are lost may be on them, so their ranges stay taken. */
export async function keepUnexplainedRanges(
  tx: Tx,
  zoneId: Id<'zone'>,
  found: readonly { id: Id<'network'>; range: string }[],
  now: Date,
): Promise<void> {
  await lockRanges(tx, zoneId)
  const at = now.toISOString()
  for (const { id, range } of found)
    await tx.execute(sql`
      insert into spare_networks (id, zone_id, range, created_at, withdrawn_at)
      select ${id}, ${zoneId}, ${range}, ${at}::timestamptz, ${at}::timestamptz
      where not exists (
        select from private_networks p where p.id = ${id} or (p.zone_id = ${zoneId} and p.range = ${range})
      )
      on conflict do nothing`)
}

export async function releaseAddress(tx: Tx, instanceId: Id<'instance'>): Promise<void> {
  await tx.delete(privateAddresses).where(eq(privateAddresses.instanceId, instanceId))
}

/** Ranges of one zone are given out one after the other, until the transaction ends. */
export async function lockRanges(tx: Tx, zoneId: Id<'zone'>): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`private_networks ${zoneId}`}, 0))`)
}
