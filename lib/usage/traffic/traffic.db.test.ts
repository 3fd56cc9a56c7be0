import { beforeAll, describe, expect, test } from 'vitest'
import { withOrganisation } from '~/db/client'
import { staffTestContext, systemTestContext } from '~/db/testing/contexts'
import { useTestDatabase } from '~/db/testing/use-test-database'
import { defineTrafficPrice } from '~/lib/catalogue'
import { seedContext } from '~/lib/datacentre/testing/datacenter'
import { type Id, newId } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { addSeconds } from '~/lib/kernel/time/clock'
import { parisMonth } from '~/lib/kernel/time/paris-month'
import { readTraffic, recordSamples } from '~/lib/resources'
import { addInstance } from '~/lib/resources/testing/resources'
import { type Estate, makeEstate } from '~/testing/estate'
import { monthToDateByProject } from '../rating/cost'
import { selectCostCents } from '../rating/queries/prices'
import { lateDays, rememberedDays } from './check-event'
import { countTraffic } from './count-traffic'
import { createMeteringKey, replaceMeteringKey, revokeMeteringKey } from './manage-keys'
import { rateTraffic } from './rate-traffic'
import { readMeteringDesk } from './read-metering-desk'
import { receiveMetering } from './receive-metering'
import { eventsMax } from './schema'
import { sweepEvents } from './sweep-events'
import {
  asLines,
  insertCapacityStaff,
  meterContext,
  openMeter,
  type ReportedEvent,
  zoneCode,
} from './testing/meters'

const database = useTestDatabase()
const { sql } = database
const now = new Date('2026-11-24T09:00:00Z')
const day = 86_400
const at = (seconds: number) => addSeconds(now, seconds)
let estate: Estate
let staff: (now: Date) => OpContext
let secret: string
let server: Id<'instance'>

beforeAll(async () => {
  estate = await makeEstate(sql, { hosts: { count: 2, vcpu: 128 } })
  staff = await insertCapacityStaff(sql)
  ;({ secret } = await openMeter(sql, staff(now), estate.zone.zoneId))
  server = await addInstance(estate, { at: at(-60 * day) })
})

const take = (events: readonly ReportedEvent[], when = now) =>
  receiveMetering(meterContext(when), { secret, text: asLines(events) })
const event = (change: Partial<ReportedEvent> = {}): ReportedEvent => ({
  key: newId('audit'),
  resourceId: server,
  at: now,
  quantity: 1_000,
  ...change,
})
const sum = (parts: ReadonlyMap<string, bigint>) =>
  [...parts.values()].reduce((total, cents) => total + cents, 0n)
const bytesOf = async (id: string) => {
  const [row] = await sql<{ hours: string; months: string }[]>`select
    (select coalesce(sum(bytes), 0)::text from traffic_hours where instance_id = ${id}) as hours,
    (select coalesce(sum(bytes), 0)::text from traffic_months where instance_id = ${id}) as months`
  expect(row?.hours).toBe(row?.months)
  return Number(row?.hours)
}

describe('a reported measurement', () => {
  test('counts once, under any repetition, order and split into calls', async () => {
    const own = await addInstance(estate, { at: at(-60 * day) })
    const first = [1, 2, 3].map((n) => event({ resourceId: own, quantity: n, at: at(-n * 7_000) }))
    expect(await take([...first, ...first].reverse())).toEqual({ accepted: 3, duplicates: 3, refused: [] })
    expect(await take([...first, event({ resourceId: own, quantity: 10 })])).toMatchObject({
      accepted: 1,
      duplicates: 3,
    })
    expect(await bytesOf(own)).toBe(16)
  })

  test('counts once when fifty concurrent calls report it', async () => {
    const own = await addInstance(estate, { at: at(-60 * day) })
    const same = event({ resourceId: own, quantity: 7 })
    const others = Array.from({ length: 50 }, () => event({ resourceId: own, quantity: 1 }))
    // Each call has the common measurements and one of its own, in its own order.
    const taken = await Promise.all(
      others.map((other, index) => take(index % 2 ? [same, other] : [other, same])),
    )
    expect(taken.reduce((sum, { accepted }) => sum + accepted, 0)).toBe(51)
    expect(taken.reduce((sum, { duplicates }) => sum + duplicates, 0)).toBe(49)
    expect(await bytesOf(own)).toBe(57)
  })

  test('that differs from the one counted under its key is refused and shown', async () => {
    const own = await addInstance(estate, { at: at(-60 * day) })
    const counted = event({ key: 'flow/1', resourceId: own, quantity: 5 })
    await take([counted])
    const changed = [
      { ...counted, quantity: 6 },
      { ...counted, at: at(-1) },
      { ...counted, resourceId: server },
      counted,
    ]
    expect(await take(changed)).toEqual({
      accepted: 0,
      duplicates: 1,
      refused: [0, 1, 2].map((index) => ({ index, reason: 'conflict' })),
    })
    // Within one call the first one counts.
    expect(
      await take([
        event({ key: 'flow/2', resourceId: own }),
        event({ key: 'flow/2', resourceId: own, quantity: 1 }),
      ]),
    ).toMatchObject({ accepted: 1, refused: [{ index: 1, reason: 'conflict' }] })
    expect(await bytesOf(own)).toBe(1_005)
    const { refusals } = await readMeteringDesk(staff(now))
    expect(
      refusals
        .filter(({ eventKey }) => eventKey.startsWith('flow/'))
        .map(({ eventKey, reason }) => [eventKey, reason]),
    ).toEqual([
      ['flow/2', 'conflict'],
      ['flow/1', 'conflict'],
    ])
  })

  test('is refused individually when it is ahead, too late, of an unknown server, of another zone or malformed', async () => {
    const young = await addInstance(estate, { at: at(-day) })
    const elsewhere = newId('instance')
    const line = (change: object) => JSON.stringify({ ...event(), meter: 'traffic_out', ...change })
    const lines = [
      line({}),
      line({ at: at(301).toISOString() }),
      line({ at: at(-lateDays * day - 1).toISOString() }),
      line({ resourceId: elsewhere }),
      line({ resourceId: young, at: at(-day - 1).toISOString() }),
      line({ quantity: -1 }),
      line({ quantity: 0.5 }),
      line({ key: 'with space' }),
      line({ extra: 1 }),
      '{"key":',
      line({ meter: 'traffic_in' }),
      line({}),
    ]
    const taken = await receiveMetering(meterContext(now), { secret, text: lines.join('\n') })
    expect(taken.accepted).toBe(2)
    expect(taken.refused.map(({ index, reason }) => [index, reason])).toEqual([
      [1, 'too_far_ahead'],
      [2, 'too_late'],
      [3, 'unknown_resource'],
      [4, 'before_resource'],
      ...[5, 6, 7, 8, 9, 10].map((index) => [index, 'malformed']),
    ])
    const other = await openMeter(sql, staff(now), estate.otherZone.zoneId)
    const foreign = await receiveMetering(meterContext(now), {
      secret: other.secret,
      text: asLines([event()]),
    })
    expect(foreign).toEqual({
      accepted: 0,
      duplicates: 0,
      refused: [{ index: 0, reason: 'unknown_resource' }],
    })
    await revokeMeteringKey(staff(now), { keyId: other.id })
  })

  test.each([
    ['nothing', '', 'invalid_input'],
    ['an empty list', '[]', 'invalid_input'],
    ['half a list', '[{"key":', 'invalid_input'],
    ['too many', Array.from({ length: eventsMax + 1 }, () => '{}').join('\n'), 'payload_too_large'],
  ])('%s is not a list of measurements', async (_case, text, code) => {
    await expect(receiveMetering(meterContext(now), { secret, text })).rejects.toMatchObject({ code })
  })

  test.each([
    ['nested a hundred thousand deep', `[${'['.repeat(100_000)}${']'.repeat(100_000)}]`],
    ['with characters that PostgreSQL cannot store', JSON.stringify([{ key: '\0\ud800' }])],
    ['with unknown keys', '[{"__proto__": {"key": "x"}, "constructor": 1}]'],
  ])('%s is refused individually', async (_case, text) => {
    expect(await receiveMetering(meterContext(now), { secret, text })).toEqual({
      accepted: 0,
      duplicates: 0,
      refused: [{ index: 0, reason: 'malformed' }],
    })
  })

  test('can also come in an array', async () => {
    const text = JSON.stringify([{ ...event(), meter: 'traffic_out' }, null])
    expect(await receiveMetering(meterContext(now), { secret, text })).toMatchObject({
      accepted: 1,
      refused: [{ index: 1, reason: 'malformed' }],
    })
  })

  test('is deleted only once it could not be accepted again', async () => {
    const old = event({ at: at(-lateDays * day), quantity: 3 })
    await take([old])
    await sweepEvents(systemTestContext(at((rememberedDays - lateDays) * day)))
    expect(await take([old])).toMatchObject({ accepted: 0, duplicates: 1 })
    await sweepEvents(systemTestContext(at(rememberedDays * day + 1)))
    expect(await take([old], at(rememberedDays * day + 1))).toMatchObject({
      accepted: 0,
      refused: [{ reason: 'too_late' }],
    })
  })

  test('totals equal an independent count of ten thousand shuffled, repeated and late measurements', async () => {
    const servers = [
      await addInstance(estate, { at: at(-60 * day) }),
      await addInstance(estate, { at: at(-60 * day) }),
    ]
    // A seeded generator of our own.
    let seed = 42
    const random = (below: number) => {
      seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648
      return seed % below
    }
    const distinct = Array.from({ length: 2_000 }, (_, n) =>
      event({
        key: `n${n}`,
        resourceId: servers[n % 2] ?? '',
        at: at(-random(40 * day)),
        quantity: random(1_000_000),
      }),
    )
    const handed = [
      ...distinct,
      ...Array.from({ length: 8_000 }, () => distinct[random(2_000)] as ReportedEvent),
    ]
    for (let i = handed.length - 1; i > 0; i -= 1) {
      const j = random(i + 1)
      ;[handed[i], handed[j]] = [handed[j] as ReportedEvent, handed[i] as ReportedEvent]
    }
    const calls = Array.from({ length: 20 }, (_, n) => handed.slice(n * 500, (n + 1) * 500))
    const taken = await Promise.all(calls.map((call) => take(call)))
    expect(taken.reduce((sum, { accepted }) => sum + accepted, 0)).toBe(2_000)
    expect(taken.reduce((sum, { duplicates }) => sum + duplicates, 0)).toBe(8_000)
    for (const id of servers) {
      const own = distinct.filter(({ resourceId }) => resourceId === id)
      expect(await bytesOf(id)).toBe(own.reduce((sum, { quantity }) => sum + quantity, 0))
      const byPeriod = new Map<string, number>()
      for (const { at: when, quantity } of own) {
        // Paris is one hour ahead in winter, two before 25 October at 01:00 UTC.
        const shift = when.getTime() < Date.UTC(2026, 9, 25, 1) ? 7_200 : 3_600
        const period = addSeconds(when, shift).toISOString().slice(0, 7)
        byPeriod.set(period, (byPeriod.get(period) ?? 0) + quantity)
      }
      const rows = await sql<{ period: string; bytes: string; late: boolean }[]>`
        select period, bytes::text, is_late as late from traffic_months where instance_id = ${id} order by period`
      expect(rows.map(({ period, bytes, late }) => [period, Number(bytes), late])).toEqual(
        [...byPeriod].sort().map(([period, bytes]) => [period, bytes, period !== '2026-11']),
      )
    }
  })
})

describe('a metering key', () => {
  test('is valid for its zone until revoked; once replaced, for one more day', async () => {
    const key = await openMeter(sql, staff(now), estate.otherZone.zoneId)
    const opens = async (with_: string, when: Date) => {
      const call = receiveMetering(meterContext(when), { secret: with_, text: '[1]' })
      return call.then(
        () => true,
        (error: { code: string }) => {
          expect(error.code).toBe('unauthenticated')
          return false
        },
      )
    }
    const next = await replaceMeteringKey(staff(now), { keyId: key.id })
    expect([await opens(key.secret, at(day - 1)), await opens(next.secret, at(day - 1))]).toEqual([
      true,
      true,
    ])
    expect([await opens(key.secret, at(day)), await opens(next.secret, at(day))]).toEqual([false, true])
    await expect(replaceMeteringKey(staff(now), { keyId: key.id })).rejects.toMatchObject({
      code: 'state_forbids',
    })
    await revokeMeteringKey(staff(at(5)), { keyId: next.id })
    await revokeMeteringKey(staff(at(6)), { keyId: next.id })
    expect(await opens(next.secret, at(5))).toBe(false)
    expect(await opens('ame_nothing', now)).toBe(false)
    const { keys } = await readMeteringDesk(staff(at(10)))
    expect(keys.filter(({ id }) => id === key.id || id === next.id).map(({ standing }) => standing)).toEqual([
      'ending',
      'ended',
    ])
    const stored = await sql`select secret_sha256 from metering_keys where id = ${next.id}`
    expect(JSON.stringify([...stored])).not.toContain(next.secret)
  })

  test('is created only with the inventory permission, a fresh proof and an existing zone', async () => {
    const zone = await zoneCode(sql, estate.zone.zoneId)
    const reader = staffTestContext(newId('staff'), ['auditor'], now)
    await expect(createMeteringKey(reader, { zone, name: 'x' })).rejects.toMatchObject({ code: 'forbidden' })
    await expect(createMeteringKey(staff(now), { zone: 'NUL9', name: 'x' })).rejects.toMatchObject({
      code: 'not_found',
    })
    const stale: OpContext = { ...staff(now), now: at(3_600) }
    await expect(createMeteringKey(stale, { zone, name: 'x' })).rejects.toMatchObject({
      code: 'unauthenticated',
    })
    await expect(readMeteringDesk(estate.own.as('technical'))).rejects.toMatchObject({
      code: 'unauthenticated',
    })
  })
})

describe('the counters of a zone without meters', () => {
  const sample = (resourceId: string, sentBytes: number) => ({
    resourceId,
    cpuMicros: 0,
    memoryMib: 1,
    diskMib: null,
    receivedBytes: 0,
    sentBytes,
  })
  // The keys of its zone have expired by then.
  const hour = new Date('2026-11-26T12:00:00Z')
  const from = (seconds: number) => systemTestContext(addSeconds(hour, seconds))

  test('are counted hourly, across counter restarts, once, under concurrency and delay', async () => {
    // The zone of these tests has a key: its servers' counters are never counted, not even later.
    const keyed = await addInstance(estate, { at: at(-day) })
    const [first, second] = [
      await addInstance(estate, { zoneId: estate.otherZone.zoneId, at: at(-day) }),
      await addInstance(estate, { zoneId: estate.otherZone.zoneId, at: at(-day) }),
    ]
    const measure = (seconds: number, ...counters: [string, number][]) =>
      recordSamples(
        from(seconds),
        counters.map(([id, bytes]) => sample(id, bytes)),
      )
    await measure(0, [first, 5_000], [keyed, 1_000])
    await measure(10, [first, 6_500], [keyed, 9_000])
    await measure(3_590, [first, 7_000], [second, 100])
    expect(await countTraffic(from(3_605))).toBe(0)
    // The last samples of the hour may still arrive; after the delay it is counted, once.
    expect((await Promise.all([1, 2, 3].map(() => countTraffic(from(3_615))))).sort()).toEqual([0, 0, 1])
    expect([await bytesOf(first), await bytesOf(second), await bytesOf(keyed)]).toEqual([2_000, 0, 0])
    // It continued, restarted at 3,700 and has sent 300 since; the second was not sampled for two hours.
    await measure(3_690, [first, 8_000])
    await measure(3_700, [first, 300])
    await measure(3_710, [first, 450])
    await measure(9_000, [second, 5_100], [keyed, 20_000])
    expect(await countTraffic(from(10_900))).toBe(2)
    expect([await bytesOf(first), await bytesOf(second), await bytesOf(keyed)]).toEqual([3_450, 5_000, 0])
    expect(await countTraffic(from(10_900))).toBe(0)
    const rows = await sql<{ at: Date; bytes: string }[]>`
      select at, bytes::text from traffic_hours where instance_id = ${first} order by at`
    expect(rows.map((row) => [(row.at.getTime() - hour.getTime()) / 3_600_000, Number(row.bytes)])).toEqual([
      [0, 2_000],
      [1, 1_450],
    ])
  })
})

describe('a server’s month', () => {
  test('is shown to its organisation with its allowance, and costs the same by the rule and in SQL', async () => {
    const own = await addInstance(estate, { at: at(-60 * day) })
    const bare = await readTraffic(estate.own.as('reader', now), { instanceId: own })
    expect(bare).toEqual({ usedMebibytes: 0, countedUntil: null, terms: null })
    const terms = { includedMebibytes: 1_000n, microCentsPerGibibyte: 777_777n }
    await defineTrafficPrice(seedContext(), { ...terms, validFrom: at(-60 * day) })
    const before = await costs()
    const bytes = 5_000_000_000_000
    await take([event({ resourceId: own, quantity: bytes, at: at(-60) })])
    const rated = rateTraffic(BigInt(bytes), terms)
    expect(await readTraffic(estate.own.as('reader', now), { instanceId: own })).toEqual({
      usedMebibytes: Number(rated.usedMebibytes),
      countedUntil: '2026-11-24T09:00:00.000Z',
      terms: {
        includedMebibytes: 1_000,
        billedMebibytes: Number(rated.billedMebibytes),
        microCentsPerGibibyte: '777777',
        cents: rated.cents.toString(),
      },
    })
    expect((await costs()) - before).toBe(rated.cents)
    await expect(readTraffic(estate.foreign.as('owner', now), { instanceId: own })).rejects.toMatchObject({
      code: 'not_found',
    })
  })

  const costs = () =>
    withOrganisation(estate.own.as('owner', now), async (tx, id) =>
      sum(await monthToDateByProject(tx, id, now)),
    )

  test('costs the same in SQL as by the rule, for any number of bytes', async () => {
    const others: bigint[] = []
    for (const bytes of [0, 1, 1_048_576_000, 1_048_577_000, 3_333_333_333_333, 87_654_321_012_345]) {
      const id = await addInstance(estate, { of: estate.foreign, at: at(-60 * day) })
      await take([event({ resourceId: id, quantity: bytes, at: at(-3_600) })])
      others.push(
        rateTraffic(BigInt(bytes), { includedMebibytes: 1_000n, microCentsPerGibibyte: 777_777n }).cents,
      )
    }
    const month = parisMonth(now)
    const [told, time] = await withOrganisation(estate.foreign.as('owner', now), async (tx, id) => [
      sum(await monthToDateByProject(tx, id, now)),
      (await selectCostCents(tx, id, { from: month.from, to: now })).reduce(
        (all, part) => all + part.cents,
        0n,
      ),
    ])
    expect((told ?? 0n) - (time ?? 0n)).toBe(others.reduce((sum, cents) => sum + cents, 0n))
  })
})

describe('counted traffic', () => {
  test.each([
    'update traffic_hours set bytes = bytes - 1',
    'update traffic_months set bytes = 0',
    'delete from traffic_months',
    'truncate traffic_hours',
    'update traffic_prices set micro_cents_per_gibibyte = 0',
    'delete from traffic_prices',
  ])('cannot be changed even by the owner of the tables: %s', async (statement) => {
    await expect(sql.unsafe(statement)).rejects.toThrow(/stays counted|append-only|never changes/)
  })

  test('cannot be written by the customer site, nor read beyond its organisation', async () => {
    const portal = database.sqlAs('andromede_portal')
    for (const table of ['metering_events', 'metering_keys', 'metering_refusals', 'traffic_counters'])
      await expect(portal.unsafe(`select 1 from ${table}`)).rejects.toThrow(/permission denied/)
    await expect(portal`update traffic_months set bytes = bytes + 1`).rejects.toThrow(/permission denied/)
    expect(await portal`select 1 from traffic_months`).toHaveLength(0)
  })
})
