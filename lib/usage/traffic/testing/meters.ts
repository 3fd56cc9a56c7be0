import type postgres from 'postgres'
import { staffTestContext, systemTestContext } from '~/db/testing/contexts'
import { type Id, newId } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { makeMeteringKey } from '../manage-keys'

/** A call of a meter: nobody of ours, on the operator's site. */
export const meterContext = (now: Date): OpContext => ({
  ...systemTestContext(now),
  surface: 'operator',
  actor: { kind: 'anonymous' },
})

/** A member of staff who is a row, as keys name who made them. */
export async function insertCapacityStaff(sql: postgres.Sql): Promise<(now: Date) => OpContext> {
  const id = newId('staff')
  await sql`insert into staff_accounts (id, email, full_name, password_hash, roles, created_at)
    values (${id}, ${`${id}@example.test`}, 'Camille', '-', '{capacity}', now())`
  return (now) => staffTestContext(id, ['capacity'], now)
}

/** The code of a zone, by which staff names it. */
export async function zoneCode(sql: postgres.Sql, zoneId: Id<'zone'>): Promise<string> {
  const [row] = await sql<{ code: string }[]>`select code from zones where id = ${zoneId}`
  return row?.code ?? ''
}

/** The secret of a key of this zone. */
export async function openMeter(
  sql: postgres.Sql,
  staff: OpContext,
  zoneId: Id<'zone'>,
): Promise<{ id: Id<'meteringKey'>; secret: string }> {
  return makeMeteringKey(staff, { zone: await zoneCode(sql, zoneId), name: 'Routeurs' })
}

export type HandedIn = { key: string; resourceId: string; at: Date; quantity: number }

/** As a meter writes it, one a line. */
export const asLines = (events: readonly HandedIn[]) =>
  events
    .map(({ key, resourceId, at, quantity }) =>
      JSON.stringify({ key, resourceId, meter: 'traffic_out', at: at.toISOString(), quantity }),
    )
    .join('\n')
