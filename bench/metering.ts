/**
 * Traffic measurements sent over HTTP: `--events` (200,000 by default) of 1,000 servers, in calls of 5,000, a few at
 * once, to the operator's site of a complete installation with a database that commits to disk. For comparison, COPY
 * of the same rows into a table of the same shape on the same server: the cost of storage without ownership checks,
 * deduplication and totals. Then the same number again while the site is repeatedly killed with calls in flight:
 * calls without a response are repeated.
 */
import { once } from 'node:events'
import { Agent, type IncomingMessage, request } from 'node:http'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type postgres from 'postgres'
import { startTestInstallation, type TestInstallation } from '../e2e/installation.ts'
import { option } from './support/option.ts'

const servers = 1_000
const perCall = 5_000
const atOnce = 4
const kills = 5
const apartMs = 12_000
const agent = new Agent({ keepAlive: true, maxSockets: atOnce })

type Event = { key: string; resourceId: string; at: string; quantity: number }
type Taken = { accepted: number; duplicates: number; refused: unknown[] }

export async function run(args: string[]): Promise<Record<string, number>> {
  const count = Number(option(args, '--events') ?? 200_000)
  // Each of the demonstration's many commits goes to disk, which takes minutes on a busy machine.
  console.error('building, and filling a database that commits to disk')
  const installation = await startTestInstallation({ isDatabaseDurable: true })
  try {
    Object.assign(process.env, installation.environment)
    return await measure(installation, count)
  } finally {
    await installation.stop()
  }
}

async function measure(installation: TestInstallation, count: number): Promise<Record<string, number>> {
  const { makeLargeEstate } = await import('./support/estate.ts')
  const { sql } = await import('../e2e/support/database.ts')
  const { organisationId } = await makeLargeEstate(installation.portalUrl, servers)
  const rows = await sql<{ id: string; zone: string }[]>`
    update instances i set created_at = now() - interval '10 days' from zones z
    where i.organisation_id = ${organisationId} and z.id = i.zone_id returning i.id, z.code as zone`
  const secret = await makeKey(sql, rows[0]?.zone ?? '')
  const url = `${installation.operatorUrl}/api/metering/events`
  const send = (events: readonly Event[]) => post(url, secret, events)
  const make = (prefix: string) =>
    calls(
      rows.map(({ id }) => id),
      prefix,
      count,
    )

  await inTurn(
    calls(
      rows.map(({ id }) => id),
      'warm',
      perCall * atOnce,
    ),
    send,
  )
  const [first, second] = [make('first'), make('second')]
  console.error(`handing in ${count} measurements`)
  const before = await total(sql, organisationId)
  const begun = performance.now()
  const taken = await inTurn(first, send)
  const seconds = (performance.now() - begun) / 1_000
  expectSame('counted', (await total(sql, organisationId)) - before, bytesOf(first))
  expectSame('accepted', sum(taken.map(({ accepted }) => accepted)), count)
  const copySeconds = await copy(sql, first)

  console.error(`and as many while the site is killed ${kills} times`)
  const half = await total(sql, organisationId)
  let killed = 0
  let killedAt = Number.NEGATIVE_INFINITY
  const unanswered = { times: 0 }
  const kill = () => {
    const pid = installation.pids().operator
    // A process that ends soon after its start three times in a row is not restarted.
    if (killed === kills || !pid || performance.now() - killedAt < apartMs) return
    killed += 1
    killedAt = performance.now()
    process.kill(pid, 'SIGKILL')
  }
  // Repeated until it was killed as often as requested, each time with other calls in flight.
  do {
    await inTurn(second, async (events) => {
      const answer = await untilAnswered(() => send(events), unanswered)
      kill()
      return answer
    })
  } while (killed < kills)
  expectSame('counted under SIGKILL', (await total(sql, organisationId)) - half, bytesOf(second))
  const again = await inTurn(second, send)
  expectSame('duplicates', sum(again.map(({ duplicates }) => duplicates)), count)
  const perSecond = Math.round(count / seconds)
  return {
    events: count,
    perSecond,
    goalPerSecond: 10_000,
    copyPerSecond: Math.round(count / copySeconds),
    shareOfCopyPercent: Math.round((100 * copySeconds) / seconds),
    kills: killed,
    callsHandedInAgain: unanswered.times,
    lostOrDoubled: 0,
  }
}

async function makeKey(sql: postgres.Sql, zone: string): Promise<string> {
  const { createMeteringKey } = await import('../lib/usage/index.ts')
  const { staffTestContext } = await import('../db/testing/contexts.ts')
  const [staff] = await sql<{ id: `stf_${string}` }[]>`
    select id from staff_accounts where email = 'capacite@andromede.example'`
  if (!staff) throw new Error('the demonstration has somebody of capacity')
  const { secret } = await createMeteringKey(staffTestContext(staff.id, ['capacity'], new Date()), {
    zone,
    name: 'Bench',
  })
  return secret
}

/** Spread over the last hours, server by server in turn, like the meters of a zone. */
function calls(ids: readonly string[], prefix: string, count: number): Event[][] {
  const now = Date.now()
  const events = Array.from({ length: count }, (_, n) => ({
    key: `${prefix}/${n}`,
    resourceId: ids[n % ids.length] ?? '',
    at: new Date(now - ((n * 7_919) % 36_000) * 1_000).toISOString(),
    quantity: (n * 104_729) % 50_000_000,
  }))
  return Array.from({ length: Math.ceil(count / perCall) }, (_, n) =>
    events.slice(n * perCall, (n + 1) * perCall),
  )
}

async function inTurn(
  all: readonly Event[][],
  send: (events: readonly Event[]) => Promise<Taken>,
): Promise<Taken[]> {
  const taken: Taken[] = []
  let next = 0
  await Promise.all(
    Array.from({ length: atOnce }, async () => {
      for (let mine = next++; mine < all.length; mine = next++) taken.push(await send(all[mine] ?? []))
    }),
  )
  return taken
}

const bodies = new WeakMap<readonly Event[], string>()

async function post(url: string, secret: string, events: readonly Event[]): Promise<Taken> {
  const body =
    bodies.get(events) ?? events.map((event) => JSON.stringify({ ...event, meter: 'traffic_out' })).join('\n')
  bodies.set(events, body)
  const answer = await new Promise<IncomingMessage>((resolve, reject) =>
    request(
      url,
      {
        method: 'POST',
        agent,
        headers: { authorization: `Bearer ${secret}`, 'content-length': Buffer.byteLength(body) },
      },
      resolve,
    )
      .on('error', reject)
      .end(body),
  )
  const chunks: Buffer[] = []
  answer.on('data', (chunk: Buffer) => chunks.push(chunk))
  await once(answer, 'end')
  const text = Buffer.concat(chunks).toString('utf8')
  if (answer.statusCode !== 200) throw new Error(`answered ${answer.statusCode}: ${text.slice(0, 200)}`)
  return JSON.parse(text) as Taken
}

/** A call without a response is repeated, as a meter does. */
async function untilAnswered(send: () => Promise<Taken>, unanswered: { times: number }): Promise<Taken> {
  for (;;) {
    try {
      return await send()
    } catch {
      unanswered.times += 1
      await new Promise((resolve) => setTimeout(resolve, 100))
    }
  }
}

/** The same rows, only stored, one call at a time and with the same concurrency. */
async function copy(sql: postgres.Sql, all: readonly Event[][]): Promise<number> {
  await sql`create table copied_events (like metering_events including all)`
  const texts = all.map((events) =>
    events
      .map(({ key, resourceId, at, quantity }) => `bench\t${key}\t${resourceId}\t${at}\t${quantity}\t${at}`)
      .join('\n'),
  )
  const begun = performance.now()
  for (const text of texts) {
    const target =
      await sql`copy copied_events (source, event_key, instance_id, at, bytes, received_at) from stdin`.writable()
    await pipeline(Readable.from([`${text}\n`]), target)
  }
  return (performance.now() - begun) / 1_000
}

async function total(sql: postgres.Sql, organisationId: string): Promise<number> {
  const [row] = await sql<{ hours: string; months: string }[]>`select
    (select coalesce(sum(bytes), 0)::text from traffic_hours where organisation_id = ${organisationId}) as hours,
    (select coalesce(sum(bytes), 0)::text from traffic_months where organisation_id = ${organisationId}) as months`
  expectSame('hours and months', Number(row?.hours), Number(row?.months))
  return Number(row?.hours)
}

const sum = (numbers: readonly number[]) => numbers.reduce((all, each) => all + each, 0)
const bytesOf = (all: readonly Event[][]) => sum(all.flat().map(({ quantity }) => quantity))

function expectSame(what: string, is: number, wanted: number): void {
  if (is !== wanted) throw new Error(`${what}: ${is} instead of ${wanted}`)
}
