import type postgres from 'postgres'
import { systemTestContext } from '~/db/testing/contexts'
import type { Id } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { makeStaff } from '~/testing/staff'
import { createMeteringKey } from '../manage-keys'

/** A meter's call: anonymous, on the operator site. */
export const meterContext = (now: Date): OpContext => ({
  ...systemTestContext(now),
  surface: 'operator',
  actor: { kind: 'anonymous' },
})

/** A member of staff with a row, because keys reference their author. */
export async function insertCapacityStaff(sql: postgres.Sql): Promise<(now: Date) => OpContext> {
  return (await makeStaff(sql, ['capacity'])).as
}

/** The zone's code, as staff use it. */
export async function zoneCode(sql: postgres.Sql, zoneId: Id<'zone'>): Promise<string> {
  const [row] = await sql<{ code: string }[]>`select code from zones where id = ${zoneId}`
  return row?.code ?? ''
}

/** The secret of a new key of this zone. */
export async function openMeter(
  sql: postgres.Sql,
  staff: OpContext,
  zoneId: Id<'zone'>,
): Promise<{ id: Id<'meteringKey'>; secret: string }> {
  return createMeteringKey(staff, { zone: await zoneCode(sql, zoneId), name: 'Routeurs' })
}

export type ReportedEvent = { key: string; resourceId: string; at: Date; quantity: number }

/** The format of meters, one JSON object per line. */
export const asLines = (events: readonly ReportedEvent[]) =>
  events
    .map(({ key, resourceId, at, quantity }) =>
      JSON.stringify({ key, resourceId, meter: 'traffic_out', at: at.toISOString(), quantity }),
    )
    .join('\n')
