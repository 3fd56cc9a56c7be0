import { beforeAll, expect, test } from 'vitest'
import { withOrganisation, withSystem } from '~/db/client'
import { useTestDatabase } from '~/db/testing/use-test-database'
import type { Id } from '~/lib/kernel/ids'
import { addInstance } from '~/lib/resources/testing/resources'
import { rowProbe } from '~/lib/resources/testing/row-probe'
import { closeUsage } from '~/lib/usage'
import { type Estate, makeEstate, workerAt } from '~/testing/estate'
import { changeCostWatch, readCostWatch } from './cost-watch'
import { watchCosts } from './watch-costs'

const database = useTestDatabase()
const { sql } = database
const { query } = rowProbe(database)
let estate: Estate
let wide: Id<'instance'>

const at = (text: string) => new Date(text)
const watchAt = (text: string) => watchCosts(workerAt(at(text)))
const found = () =>
  query<{ day: string; told: string; cents: string; expected: string }>(
    `select day::text, is_told as told, cents::text, expected_cents::text as expected from cost_anomalies order by day`,
  )
const mails = async () =>
  (await query<{ recipient: string }>(`select recipient from mail_messages where template = 'cost-anomaly'`))
    .length

beforeAll(async () => {
  estate = await makeEstate(sql, { hosts: { count: 4, vcpu: 512 } })
  // 66 cents a day since October; from 20 November at noon in Paris, an additional 14.55 € a day.
  await addInstance(estate, { name: 'web-1', at: at('2026-10-01T10:00:00Z') })
  wide = await addInstance(estate, { name: 'wide-1', bundle: 'wide', at: at('2026-11-20T11:00:00Z') })
  await changeCostWatch(estate.own.as('billing', at('2026-11-15T10:00:00Z')), {
    isOn: true,
    minimumEuros: 5,
  })
})

test('a day is compared only three hours after its end', async () => {
  await watchAt('2026-11-21T01:59:59Z')
  expect(await found()).toEqual([])
  const [watch] = await query<{ day: string }>('select examined_day::text as day from cost_watches')
  expect(watch?.day).toBe('2026-11-19')
})

test('ten concurrent workers report an anomaly once, with its causes', async () => {
  await Promise.all(Array.from({ length: 10 }, () => watchAt('2026-11-21T02:00:00Z')))
  // Twelve hours of the wide one at 60.620011 cents, and a day of the small one at 2.760008.
  expect(await found()).toEqual([{ day: '2026-11-20', told: true, cents: '794', expected: '66' }])
  expect(await mails()).toBe(1)
  const { anomalies } = await readCostWatch(estate.own.as('reader', at('2026-11-21T10:00:00Z')))
  expect(anomalies).toMatchObject([
    {
      day: '2026-11-20',
      cents: '794',
      allowedCents: '500',
      causes: [{ resourceId: wide, name: 'wide-1', cents: '727', usualCents: '0' }],
    },
  ])
})

test('a lasting level is not reported again, and a day is compared once', async () => {
  await watchAt('2026-11-22T02:00:00Z')
  await watchAt('2026-11-22T05:00:00Z')
  expect((await found()).map(({ day, told }) => [day, told])).toEqual([
    ['2026-11-20', true],
    ['2026-11-21', false],
  ])
  expect(await mails()).toBe(1)
})

test('an anomaly that returns is reported again', async () => {
  await withSystem(workerAt(at('2026-11-22T23:00:00Z')), (tx) =>
    closeUsage(tx, wide, ['compute', 'root_disk'], at('2026-11-22T23:00:00Z'), at('2026-11-22T23:00:00Z')),
  )
  for (const day of ['23', '24', '25']) await watchAt(`2026-11-${day}T02:00:00Z`)
  expect((await found()).map(({ day }) => day)).toEqual(['2026-11-20', '2026-11-21', '2026-11-22'])
  await addInstance(estate, { name: 'wide-2', bundle: 'wide', at: at('2026-11-25T11:00:00Z') })
  await watchAt('2026-11-26T02:00:00Z')
  expect((await found()).at(-1)).toMatchObject({ day: '2026-11-25', told: true })
  expect(await mails()).toBe(2)
})

test('nothing is reported when the watch is off or the history is short', async () => {
  await changeCostWatch(estate.own.as('owner'), { isOn: false, minimumEuros: 5 })
  await addInstance(estate, { name: 'wide-3', bundle: 'wide', at: at('2026-11-27T11:00:00Z') })
  await addInstance(estate, { of: estate.foreign, bundle: 'wide', at: at('2026-11-20T11:00:00Z') })
  await watchAt('2026-11-28T02:00:00Z')
  expect(await mails()).toBe(2)
})

test('another organisation can neither read nor change it', async () => {
  const now = at('2026-11-28T10:00:00Z')
  expect((await readCostWatch(estate.foreign.as('billing', now))).anomalies).toEqual([])
  await expect(readCostWatch(estate.own.as('technical', now))).rejects.toMatchObject({
    code: 'forbidden',
  })
  await expect(
    changeCostWatch(estate.own.as('reader', now), { isOn: true, minimumEuros: 1 }),
  ).rejects.toMatchObject({ code: 'forbidden' })
  for (const statement of [
    `update cost_watches set examined_day = '2030-01-01'`,
    `delete from cost_anomalies`,
    `update cost_anomalies set is_told = false`,
  ])
    await expect(
      withOrganisation(estate.own.as('owner', now), (tx) => tx.execute(statement)),
    ).rejects.toMatchObject({
      cause: { code: '42501' },
    })
})

test('an organisation that cannot be compared does not block the others', async () => {
  await addInstance(estate, { of: estate.foreign, at: at('2026-11-28T10:00:00Z') })
  const [first, second] = [estate.own, estate.foreign].map(({ organisationId }) => organisationId).sort()
  await query('update cost_watches set is_on = true, examined_day = null')
  await query(
    `create function refuse_watch() returns trigger language plpgsql as $$ begin raise exception 'refused'; end $$`,
  )
  await query(
    `create trigger refuse_watch before insert or update on cost_watches for each row
     when (new.organisation_id = '${first}') execute function refuse_watch()`,
  )
  await watchAt('2026-12-20T10:00:00Z')
  const [examined] = await query<{ day: string | null }>(
    'select examined_day::text as day from cost_watches where organisation_id = $1',
    second ?? '',
  )
  expect(examined?.day).toBe('2026-12-19')
})
