import { expect, test } from 'vitest'
import { withOrganisation } from '~/db/client'
import { useTestDatabase } from '~/db/testing/use-test-database'
import { addSeconds } from '~/lib/kernel/time/clock'
import { estateFrame, lockInstance } from '~/lib/resources'
import { addInstance, addVolume } from '~/lib/resources/testing/resources'
import { makeEstate, testPrices } from '~/testing/estate'
import { committedMonthlyCents, monthToDateCents } from './cost'
import { openUsage } from './usage'

const { sql } = useTestDatabase()

test('the monthly commitment counts live resources in full, deleted ones by their storage', async () => {
  const ours = await makeEstate(sql)
  await addInstance(ours, { bundle: 'small' })
  await addInstance(ours, { bundle: 'small', state: 'stopped' })
  await addInstance(ours, { bundle: 'small', state: 'deleted' })
  await addInstance(ours, { bundle: 'small', state: 'failed' })
  await addVolume(ours)
  const month = (micro: bigint) => (micro * 720n * 2n + 1_000_000n) / 2_000_000n
  const whole = month((testPrices.small.compute ?? 0n) + (testPrices.small.root_disk ?? 0n))
  const expected =
    2n * whole + month(testPrices.small.root_disk ?? 0n) + month(testPrices.storage.volume ?? 0n)
  const ctx = ours.own.as('technical')
  expect(await withOrganisation(ctx, (tx, id) => committedMonthlyCents(tx, id, ctx.now))).toBe(expected)
})

test('the customer site cannot write usage', async () => {
  const estate = await makeEstate(sql)
  const id = await addInstance(estate)
  const ctx = estate.own.as('technical')
  await expect(
    withOrganisation(ctx, async (tx) => {
      const resource = await lockInstance(tx, id)
      await openUsage(tx, { resource, meters: ['compute'], at: ctx.now, recordedAt: ctx.now })
    }),
  ).rejects.toMatchObject({ cause: { code: '42501' } })
})

test('a server that failed to start has no usage and no commitment', async () => {
  const ours = await makeEstate(sql)
  await addInstance(ours, { state: 'failed' })
  const ctx = ours.own.as('technical')
  const figures = await withOrganisation(ctx, async (tx, id) => [
    await monthToDateCents(tx, id, ctx.now),
    await committedMonthlyCents(tx, id, ctx.now),
  ])
  expect(figures).toEqual([0n, 0n])
})

test('the cost shown on every page is that of the last full minute, for every caller within it', async () => {
  const ours = await makeEstate(sql, { hosts: { count: 1, vcpu: 64 } })
  const minute = new Date('2026-11-20T10:07:00Z')
  // One cent per minute.
  await addInstance(ours, { bundle: 'wide', at: addSeconds(minute, -86_400) })
  const around = async (seconds: number) => {
    const ctx = ours.own.as('technical', addSeconds(minute, seconds))
    return (await withOrganisation(ctx, (tx, id) => estateFrame(tx, ctx, id))).monthToDateCents
  }
  const costAt = (at: Date) =>
    withOrganisation(ours.own.as('technical'), (tx, id) => monthToDateCents(tx, id, at))
  const exact = await costAt(minute)
  expect(await costAt(addSeconds(minute, 59))).toBe(exact)
  expect(await costAt(addSeconds(minute, 60))).toBeGreaterThan(exact)
  expect([await around(0), await around(31), await around(59)]).toEqual([exact, exact, exact])
  expect(await around(3_600)).toBeGreaterThan(exact)
})
