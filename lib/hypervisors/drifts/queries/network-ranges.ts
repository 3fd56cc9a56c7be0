import { eq, sql } from 'drizzle-orm'
import type { Tx } from '~/db/client'
import { privateAddresses } from '~/db/schema/resources/networks'
import type { Id } from '~/lib/kernel/ids'

/**
 * Keeps the ranges of networks that have no row: customers with lost rows may use them, so the ranges stay taken. On OVN a
 * network with a row may have the same private range: only the /64 is kept then.
 */
export async function reserveUnexplainedRanges(
  tx: Tx,
  zoneId: Id<'zone'>,
  found: readonly { id: Id<'network'>; range: string; range6: string | null }[],
  now: Date,
): Promise<void> {
  await lockNetworkRanges(tx, zoneId)
  const at = now.toISOString()
  for (const { id, range, range6 } of found)
    await tx.execute(sql`
      with facts as (
        select exists (select from private_networks p where p.zone_id = ${zoneId} and p.range = ${range} and p.removed_at is null)
            or exists (select from spare_networks s where s.zone_id = ${zoneId} and s.range = ${range}) as is_taken,
          (select ${range6}::text where not exists (select from spare_networks s where s.range6 = ${range6})
            and not exists (select from private_networks n where n.range6 = ${range6} and n.removed_at is null)) as range6
      )
      insert into spare_networks (id, zone_id, range, range6, created_at, withdrawn_at)
      select ${id}, ${zoneId}, case when is_taken then range6 else ${range} end, range6, ${at}::timestamptz, ${at}::timestamptz
      from facts
      where not exists (select from private_networks p where p.id = ${id}) and (not is_taken or range6 is not null)
      on conflict do nothing`)
}

/**
 * Deletes the private address of a server, so that its network can give it to another. The rules of the project are locked
 * before the address, as by everybody who gives one: otherwise two transactions could wait for each other.
 */
export async function releasePrivateAddress(tx: Tx, instanceId: Id<'instance'>): Promise<void> {
  await tx.execute(sql`
    select pg_advisory_xact_lock(hashtextextended('firewall ' || project_id, 0)) from instances where id = ${instanceId}`)
  await tx.delete(privateAddresses).where(eq(privateAddresses.instanceId, instanceId))
}

/** Serialises range allocation in one zone until the transaction ends. */
export async function lockNetworkRanges(tx: Tx, zoneId: Id<'zone'>): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`private_networks ${zoneId}`}, 0))`)
}
