import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { meteringInvariants } from '~/db/invariants/metering'
import { useTestDatabase } from '~/db/testing/use-test-database'
import { addSeconds } from '~/lib/kernel/time/clock'
import { addInstance } from '~/lib/resources/testing/resources'
import { type Estate, makeEstate } from '~/testing/estate'
import type { IntakeResult } from './count-events'
import { receiveMetering } from './receive-metering'
import { eventsMax } from './schema'
import { asLines, insertCapacityStaff, meterContext, openMeter, type ReportedEvent } from './testing/meters'

const database = useTestDatabase()
const { sql } = database
const now = new Date('2026-11-24T09:00:00Z')
const day = 86_400
const servers = 10
const folder = mkdtempSync(path.join(tmpdir(), 'metering-'))
let secret: string
const ids: string[] = []

beforeAll(async () => {
  const estate: Estate = await makeEstate(sql, { hosts: { count: 2, vcpu: 64 } })
  const staff = await insertCapacityStaff(sql)
  ;({ secret } = await openMeter(sql, staff(now), estate.zone.zoneId))
  for (let n = 0; n < servers; n += 1) ids.push(await addInstance(estate, { at: addSeconds(now, -60 * day) }))
})
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true })
})

/** A seeded generator. */
function numbers(seed: number): (below: number) => number {
  let state = seed
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((state / 2 ** 32) * below)
  }
}

const draw = (prefix: string, count: number, random: (below: number) => number): ReportedEvent[] =>
  Array.from({ length: count }, (_, n) => ({
    key: `${prefix}/${n}`,
    resourceId: ids[random(servers)] ?? '',
    at: addSeconds(now, -random(40 * day)),
    quantity: random(5_000_000),
  }))
const sumOf = (events: readonly ReportedEvent[]) => events.reduce((sum, { quantity }) => sum + quantity, 0)
async function counted(): Promise<number> {
  for (const { name, statement } of meteringInvariants)
    expect([name, [...(await sql.unsafe(statement))]]).toEqual([name, []])
  const [row] = await sql<
    { bytes: string }[]
  >`select coalesce(sum(bytes), 0)::text as bytes from traffic_hours`
  return Number(row?.bytes)
}

test('a hundred thousand measurements, reported twice, shuffled and by eight concurrent calls, count once each', async () => {
  const random = numbers(17)
  const distinct = draw('t17', 100_000, random)
  const handed = [...distinct, ...distinct]
  for (let i = handed.length - 1; i > 0; i -= 1) {
    const j = random(i + 1)
    ;[handed[i], handed[j]] = [handed[j] as ReportedEvent, handed[i] as ReportedEvent]
  }
  // Measurements from a meter with a wrong clock are refused, without affecting the others.
  const ahead = draw('ahead', 1_000, random).map((event) => ({ ...event, at: addSeconds(now, 301) }))
  const calls = Array.from({ length: Math.ceil(handed.length / 4_000) }, (_, n) => [
    ...handed.slice(n * 4_000, (n + 1) * 4_000),
    ...ahead.slice(n * 20, (n + 1) * 20),
  ])
  expect(Math.max(...calls.map(({ length }) => length))).toBeLessThanOrEqual(eventsMax)
  const taken: IntakeResult[] = []
  let next = 0
  await Promise.all(
    Array.from({ length: 8 }, async () => {
      for (let mine = next++; mine < calls.length; mine = next++)
        taken.push(await receiveMetering(meterContext(now), { secret, text: asLines(calls[mine] ?? []) }))
    }),
  )
  const sum = (of: (each: IntakeResult) => number) => taken.reduce((total, each) => total + of(each), 0)
  expect([sum((each) => each.accepted), sum((each) => each.duplicates)]).toEqual([100_000, 100_000])
  expect(new Set(taken.flatMap(({ refused }) => refused.map(({ reason }) => reason)))).toEqual(
    new Set(['too_far_ahead']),
  )
  expect(sum((each) => each.refused.length)).toBe(1_000)
  expect(await counted()).toBe(sumOf(distinct))
})

/** The process's response; null when it died first. */
async function submit(file: string, dies: string, afterMs = 0): Promise<IntakeResult | null> {
  const child = spawn(
    process.execPath,
    [
      '--import',
      'tsx',
      fileURLToPath(new URL('./testing/intake-process.ts', import.meta.url)),
      file,
      secret,
      dies,
    ],
    {
      env: {
        PATH: process.env.PATH,
        NODE_ENV: 'production',
        SURFACE: 'operator',
        DATABASE_URL: database.current.urls.operator,
        NOW: now.toISOString(),
        DIES_AFTER_MS: String(afterMs),
      },
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  )
  let said = ''
  child.stdout.on('data', (chunk: Buffer) => {
    said += chunk
  })
  await new Promise<void>((resolve) => child.once('close', () => resolve()))
  return said ? (JSON.parse(said) as IntakeResult) : null
}

test('measurements count once when the process is killed before or after commit and the call is repeated', async () => {
  const random = numbers(171)
  let unanswered = 0
  for (let round = 0; round < 8; round += 1) {
    const before = await counted()
    const events = draw(`kill${round}`, 2_000, random)
    const file = path.join(folder, `${round}.ndjson`)
    writeFileSync(file, asLines(events))
    if (round % 2 === 0) {
      expect(await submit(file, 'after_commit')).toBe(null)
      expect((await counted()) - before).toBe(sumOf(events))
      expect(await submit(file, '')).toEqual({ accepted: 0, duplicates: 2_000, refused: [] })
    } else {
      // At some point on the way: everything is stored, or nothing.
      if ((await submit(file, 'before_commit', 5 + round * 12)) === null) unanswered += 1
      expect([0, sumOf(events)]).toContain((await counted()) - before)
      const again = await submit(file, '')
      expect((again?.accepted ?? 0) + (again?.duplicates ?? 0)).toBe(2_000)
    }
    expect((await counted()) - before).toBe(sumOf(events))
  }
  expect(unanswered).toBeGreaterThan(0)
})
