import { checkInvariants } from '~/db/invariants/check'
import { staffTestContext, systemTestContext } from '~/db/testing/contexts'
import type { TestDatabase } from '~/db/testing/test-database'
import type { Id } from '~/lib/kernel/ids'
import { carryOutLosses, decideLosses, listDoubtfulRows, proposeLosses } from '~/lib/restoration'
import { makeStaff } from '~/testing/staff'
import { rowProbeOn } from './saga-rows'

/** Rows that a test writes by hand have no journal, and parked operations wait for a person. */
const excluded = ['sagas', 'audited_orders']

/** Has two people declare every row of a restored database lost that has no object, and returns how it ended. */
export async function loseAll(copy: TestDatabase, staffId: Id<'staff'>, now: Date) {
  const rows = rowProbeOn(copy.sql)
  const broken = async () =>
    (await checkInvariants(copy.sql)).filter(({ name }) => !excluded.includes(name)).map(({ name }) => name)
  const brokenBefore = await broken()
  const one = staffTestContext(staffId, ['administrator'], now)
  const two = staffTestContext(
    (await makeStaff(copy.sql, ['capacity'], { email: 'second@example.test' })).staffId,
    ['capacity'],
    now,
  )
  const driftIds = (await listDoubtfulRows(one)).missing.map(({ id }) => id)
  if (driftIds.length > 0) await proposeLosses(one, { driftIds, reason: 'Après restauration.' })
  const lossIds = (await listDoubtfulRows(two)).missing.flatMap(({ loss }) => (loss ? [loss.id] : []))
  if (lossIds.length > 0) await decideLosses(two, { lossIds, decision: 'confirm' })
  for (const { id } of await rows.query<{ id: Id<'organisation'> }>(
    `select distinct organisation_id as id from row_losses where state = 'waiting' order by 1`,
  ))
    await carryOutLosses(systemTestContext(now), id)
  const ended = await rows.query<{ outcome: string; n: number }>(
    `select kind || ' ' || coalesce(refusal, state) as outcome, count(*)::int as n from row_losses group by 1 order by 1`,
  )
  return {
    missing: driftIds.length,
    lost: Object.fromEntries(ended.map(({ outcome, n }) => [outcome, n])),
    brokenByLoss: (await broken()).filter((name) => !brokenBefore.includes(name)),
  }
}
