import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { staffTestContext, systemTestContext } from '~/db/testing/contexts'
import { useTestDatabase } from '~/db/testing/use-test-database'
import { newId } from '~/lib/kernel/ids'
import { addInstance, addVolume } from '~/lib/resources/testing/resources'
import { rowProbe } from '~/lib/resources/testing/row-probe'
import { type Estate, makeEstate } from '~/testing/estate'
import { getForecast, listForecastAlerts } from './get-forecast'
import { sampleCapacity } from './sample-capacity'
import { setForecastThreshold } from './set-forecast-threshold'

const database = useTestDatabase()
const { sql } = database
const { query } = rowProbe(database)
const dayMs = 86_400_000
const now = new Date('2026-11-24T09:00:00Z')
const daysAgo = (days: number) => new Date(now.getTime() - days * dayMs)
const staff = staffTestContext(newId('staff'), ['capacity'], now)
let estate: Estate

type Sample = { day: string; resource: string; claimed: string; total: string | null }
const samples = () =>
  query<Sample>(
    `select to_char(day, 'YYYY-MM-DD') as day, resource, claimed::text, total::text from capacity_samples
     where zone_id = $1 order by resource, day`,
    estate.zone.zoneId,
  )

beforeAll(async () => {
  estate = await makeEstate(sql, { hosts: { count: 2, vcpu: 32 } })
  // One server of two vCPUs every second day for forty days; the third one ended after ten days.
  for (let each = 0; each < 20; each += 1) await addInstance(estate, { at: daysAgo(40 - 2 * each) })
  await addVolume(estate, { at: daysAgo(5) })
  await query(
    `update allocations set state = 'released', ended_at = $1 where created_at = $2`,
    daysAgo(26).toISOString(),
    daysAgo(36).toISOString(),
  )
})
afterAll(() => undefined)

describe('sampleCapacity', () => {
  test('computes earlier days from the claims, once, and the sellable total for the last day only', async () => {
    await Promise.all([sampleCapacity(systemTestContext(now)), sampleCapacity(systemTestContext(now))])
    const rows = await samples()
    const vcpu = rows.filter((row) => row.resource === 'vcpu')
    expect(vcpu[0]).toEqual({ day: '2026-10-15', resource: 'vcpu', claimed: '2', total: null })
    expect(vcpu).toHaveLength(40)
    const on = (day: string) => vcpu.find((row) => row.day === day)?.claimed
    expect([on('2026-10-28'), on('2026-10-29'), on('2026-10-30')]).toEqual(['14', '14', '14'])
    expect(vcpu.at(-1)).toMatchObject({ day: '2026-11-23', claimed: '38' })
    expect(vcpu.filter((row) => row.total !== null)).toHaveLength(1)
    const [held] = await query<{ vcpu: string; free: string }>(
      `select sum(vcpu)::text as vcpu, (select sum(vcpu_free)::text from hosts where zone_id = $1) as free
       from allocations where zone_id = $1 and state = 'posted'`,
      estate.zone.zoneId,
    )
    expect(vcpu.at(-1)?.claimed).toBe(held?.vcpu)
    expect(rows.find((row) => row.resource === 'volume_fast' && row.day === '2026-11-18')?.claimed).toBe('0')
    expect(rows.find((row) => row.resource === 'volume_fast' && row.day === '2026-11-19')?.claimed).toBe(
      '100',
    )
    await sampleCapacity(systemTestContext(now))
    expect(await samples()).toEqual(rows)
  })

  test('adds one day per day, and days that no worker sampled', async () => {
    const before = await samples()
    await sampleCapacity(systemTestContext(new Date(now.getTime() + 3 * dayMs)))
    const added = (await samples()).filter((row) => row.day > '2026-11-23' && row.resource === 'vcpu')
    expect(added.map((row) => row.day)).toEqual(['2026-11-24', '2026-11-25', '2026-11-26'])
    expect(added.map((row) => row.total !== null)).toEqual([false, false, true])
    await query(`delete from capacity_samples where day > '2026-11-23'`)
    expect(await samples()).toEqual(before)
  })
})

describe('a forecast', () => {
  test('shows when the zone is full, and warns from the threshold on', async () => {
    const forecast = await getForecast(staff, estate.zone.zoneId)
    const vcpu = forecast.resources.find((each) => each.resource === 'vcpu')
    expect(vcpu).toMatchObject({ claimed: 38, lastDay: '2026-11-23', days: 39 })
    const left = (vcpu?.total ?? 0) - 38
    // From 2 to 38 in 39 days: the exact day on which the rest is used up at that pace.
    const inDays = Math.ceil((left * 39) / 36)
    expect(vcpu?.outcome).toMatchObject({ kind: 'known', expectedInDays: inDays })
    if (vcpu?.outcome.kind !== 'known') throw new Error('forty days are enough')
    expect((vcpu.outcome.soonest ?? '') <= (vcpu.outcome.expected ?? '')).toBe(true)

    await setForecastThreshold(staff, { zoneId: estate.zone.zoneId, warnDays: inDays })
    const alert = (await listForecastAlerts(staff)).find((each) => each.resource.resource === 'vcpu')
    expect(alert).toMatchObject({ zone: { id: estate.zone.zoneId }, inDays, isExpected: true })
    await setForecastThreshold(staff, { zoneId: estate.zone.zoneId, warnDays: 1 })
    expect(await listForecastAlerts(staff)).toEqual([])
    expect((await getForecast(staff, estate.zone.zoneId)).warnDays).toBe(1)
  })

  test('requires the right to read the inventory, and its threshold the right to change it', async () => {
    const input = { zoneId: estate.zone.zoneId, warnDays: 30 }
    const auditor = staffTestContext(newId('staff'), ['auditor'], now)
    await expect(setForecastThreshold(auditor, input)).rejects.toMatchObject({ code: 'forbidden' })
    await expect(getForecast(staffTestContext(newId('staff'), [], now), input.zoneId)).rejects.toMatchObject({
      code: 'forbidden',
    })
    await expect(getForecast(staff, newId('zone'))).rejects.toMatchObject({ code: 'not_found' })
    await expect(setForecastThreshold(staff, { ...input, zoneId: newId('zone') })).rejects.toMatchObject({
      code: 'not_found',
    })
  })
})
