import { sql } from 'drizzle-orm'
import type { Tx } from '~/db/client'
import { invariant } from '~/lib/kernel/errors'
import type { Id } from '~/lib/kernel/ids'

export type ExistingPlace = {
  organisationId: Id<'organisation'>
  projectId: Id<'project'>
  kind: 'instance' | 'volume' | 'backup' | 'image'
  resourceId: string
  zoneId: Id<'zone'>
  hostId: Id<'host'> | null
  poolId: Id<'pool'> | null
  vcpu: number
  memoryMib: number
  diskGib: number
  poolGib: number
  address: string | null
}
type Answer = 'claimed' | 'no_room' | 'address_taken' | 'exists'

export async function callClaimExisting(
  tx: Tx,
  id: Id<'allocation'>,
  place: ExistingPlace,
  now: Date,
): Promise<Answer> {
  const { organisationId, projectId, kind, resourceId, zoneId, hostId, poolId, address } = place
  const { vcpu, memoryMib, diskGib, poolGib } = place
  const [row] = await tx.execute<{ answer: Answer }>(
    sql`select app.claim_existing(${id}, ${organisationId}, ${projectId}, ${kind}, ${resourceId}, ${zoneId}, ${hostId}, ${poolId},
      ${vcpu}::int, ${memoryMib}::int, ${diskGib}::int, ${poolGib}::int, ${address}, ${now.toISOString()}::timestamptz) as answer`,
  )
  invariant(row, 'a function answers')
  return row.answer
}
