import { beforeAll, expect, test } from 'vitest'
import { useTestDatabase } from '~/db/testing/use-test-database'
import { billOrganisation } from '~/lib/billing/runs/bill-organisation'
import { makeSeller } from '~/lib/billing/testing/seller'
import { addInstance } from '~/lib/resources/testing/resources'
import { rowProbe } from '~/lib/resources/testing/row-probe'
import { type Estate, makeEstate, workerAt } from '~/testing/estate'
import { addSeen, addVantage } from '../testing/seen-rows'
import { assessMonth } from './assess-month'

const database = useTestDatabase()
const { sql } = database
const { query } = rowProbe(database)
/** More than the parameters of one statement. */
const servers = 10_000
let estate: Estate

beforeAll(async () => {
  estate = await makeEstate(sql, { hosts: { count: 8, vcpu: 512 } })
  await makeSeller(sql)
  const { organisationId } = estate.own
  const vantage = await addVantage('control', estate.zone.zoneId, new Date('2027-03-01T00:00:00Z'))
  const id = await addInstance(estate, { at: new Date('2026-09-30T22:00:00Z') })
  await addSeen(vantage, { id, organisationId }, [
    ['2026-09-30T22:00:00Z', 'up'],
    ['2026-10-10T00:00:00Z', 'down'],
    ['2026-10-12T00:00:00Z', 'up'],
  ])
  const serverId = `'ins_' || lpad(n::text, 26, '0')`
  // In the order of the copied rows.
  const ownId = `left(t.id, 4) || lpad(n::text, 10, '0') || right(t.id, 16)`
  for (const [table, change] of [
    ['instances', `'id', ${serverId}, 'name', 'many-' || n, 'address', host('10.2.0.0'::inet + n)`],
    ['usage_intervals', `'id', ${ownId}, 'resource_id', ${serverId}`],
    ['state_transitions', `'id', ${ownId}, 'resource_id', ${serverId}`],
    ['probe_transitions', `'subject_id', ${serverId}`],
  ])
    await query(
      `insert into ${table} select (jsonb_populate_record(t, jsonb_build_object(${change}))).*
       from ${table} t, generate_series(1, ${servers - 1}) n`,
    )
}, 120_000)

test('a zone outage of two days is credited to a customer with ten thousand servers, on one invoice', async () => {
  const month = { organisationId: estate.own.organisationId, period: '2026-10' }
  await assessMonth(workerAt(new Date('2026-11-01T06:00:00Z')), month)
  await billOrganisation(workerAt(new Date('2026-11-03T06:00:00Z')), { ...month, mode: 'final' })
  expect(
    await query(
      `select state, count(*)::int as credits, sum(amount_cents)::int as cents from service_credits group by 1`,
    ),
  ).toEqual([{ state: 'granted', credits: servers, cents: servers * 994 }])
  expect(await query('select net_cents::int as net from billing_documents')).toEqual([
    { net: servers * (1_987 - 994) },
  ])
}, 300_000)
