import { checkInvariants } from '~/db/invariants/check'
import { staffTestContext, systemTestContext } from '~/db/testing/contexts'
import type { TestDatabase } from '~/db/testing/test-database'
import type { Id } from '~/lib/kernel/ids'
import { carryOutAdoption } from '~/lib/restoration'
import { agreeAdoptions } from '~/lib/restoration/testing/agree-adoptions'
import { makeStaff } from '~/testing/staff'
import { rowProbeOn } from './saga-rows'

/** Rows that a test writes by hand have no journal, and parked operations wait for a person. */
const excluded = ['sagas', 'audited_orders']

/** Adopts every object that a restored database keeps in quarantine, and returns how it ended. */
export async function adoptAll(
  copy: TestDatabase,
  firstSecond: ReadonlyMap<string, number>,
  staffId: Id<'staff'>,
  now: Date,
) {
  const rows = rowProbeOn(copy.sql)
  await rows.query(`insert into selling_entities (id, legal_name, siren, vat_number, order_prefix, is_default)
    values ('sel_own', 'Andromède', '552100554', 'FR00552100554', 'CMD', true) on conflict do nothing`)
  // The orders of an estate have no numbers of a series.
  const year = String(now.getUTCFullYear())
  await rows.query(
    `update orders set selling_entity_id = 'sel_own', number = 'CMD-' || $1 || '-' || lpad(n.n::text, 6, '0')
      from (select id, row_number() over (order by created_at, id) as n from orders) n where n.id = orders.id`,
    year,
  )
  await rows.query(
    `insert into number_series (selling_entity_id, series, last_number)
      select 'sel_own', 'order-' || $1, count(*) from orders having count(*) > 0 on conflict do nothing`,
    year,
  )
  const broken = async () =>
    (await checkInvariants(copy.sql)).filter(({ name }) => !excluded.includes(name)).map(({ name }) => name)
  const brokenBefore = await broken()
  const kept = await rows.query<{ id: Id<'quarantine'> }>(
    `select id from quarantined_objects where state = 'kept' order by id`,
  )
  const { staffId: secondId } = await makeStaff(copy.sql, ['capacity'])
  await agreeAdoptions(
    [staffTestContext(staffId, ['administrator'], now), staffTestContext(secondId, ['capacity'], now)],
    kept.map(({ id }) => id),
  )
  for (const _round of [1, 2])
    for (const { id } of await rows.query<{ id: Id<'adoption'> }>(
      `select id from adoptions where state = 'waiting' order by id`,
    ))
      await carryOutAdoption(systemTestContext(now), id)
  const ended = await rows.query<{ outcome: string; n: number }>(
    `select q.kind || ' ' || coalesce(a.refusal, a.state) as outcome, count(*)::int as n
      from adoptions a join quarantined_objects q on q.id = a.quarantine_id group by 1 order by 1`,
  )
  const subjects = await rows.query<{ id: string; at: Date | null }>(
    `select q.subject as id, (select min(u.started_at) from usage_intervals u where u.resource_id = q.subject) as at
      from adoptions a join quarantined_objects q on q.id = a.quarantine_id where a.state = 'done' and q.kind in ('instance', 'volume')`,
  )
  return {
    adopted: Object.fromEntries(ended.map(({ outcome, n }) => [outcome, n])),
    broken: (await broken()).filter((name) => !brokenBefore.includes(name)),
    unbilled: subjects.filter(({ id, at }) => at?.getTime() !== firstSecond.get(id)).map(({ id }) => id),
  }
}
