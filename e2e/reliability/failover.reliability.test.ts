import path from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Cluster, type Member, memberNames, patroniIsMissing, startCluster } from '../failover/cluster'
import { watchReadiness } from '../failover/watch-readiness'
import { startTestInstallation, type TestInstallation } from '../installation'
import type { SellingZone } from '../support/crowd'

const rounds = Number(process.env.ROUNDS ?? 50)
const clients = 4
const ordersMax = 8_000
/** How a primary is lost, in turn. A member that vanished is replaced after 20 s, so that comes less often. */
const losses = [
  'switchover',
  'killPostgres',
  'killMember',
  'switchover',
  'killPostgres',
  'cutOff',
  'switchover',
  'killPostgres',
] as const
type Round = {
  loss: (typeof losses)[number]
  readyMs: number
  firstMs: number
  allReadyMs: number
  awayMs: number
}

const missing = patroniIsMissing()
if (missing !== null) process.stdout.write(`not run: ${missing}\n`)
let cluster: Cluster
let installation: TestInstallation
// Its modules read the installation's addresses at import.
let crowd: typeof import('../support/crowd')
let world: typeof import('~/lib/ordering/testing/order-world')
let ordering: typeof import('../support/keep-ordering')
let database: typeof import('../support/database')
let datacenter: typeof import('~/lib/datacentre/testing/datacenter')

beforeAll(async () => {
  if (missing !== null) return
  cluster = await startCluster(path.resolve('test-results/logs-failover'))
  installation = await startTestInstallation({ serverUrl: cluster.adminUrl })
  Object.assign(process.env, installation.environment)
  delete process.env.DATABASE_SOCKET_FOLDER
  crowd = await import('../support/crowd')
  world = await import('~/lib/ordering/testing/order-world')
  ordering = await import('../support/keep-ordering')
  database = await import('../support/database')
  datacenter = await import('~/lib/datacentre/testing/datacenter')
  const { withShared } = await import('~/db/client')
  const { declareSynchronousIn } = await import('~/lib/recovery')
  const ctx = database.systemNowContext('operator')
  await withShared(ctx, (tx) => declareSynchronousIn(tx, ctx, true))
}, 600_000)
afterAll(async () => {
  await installation?.stop()
  await cluster?.stop()
}, 90_000)

/** A statement that may meet a server which is going away. */
async function patiently<T>(what: string, look: () => Promise<T | null | undefined | false>): Promise<T> {
  return database.until(what, () => look().catch(() => null), 120_000)
}

test.skipIf(missing !== null)(
  'orders go on while the primary of a cluster is switched over, killed and cut off',
  async () => {
    const buyers = await crowd.makeSignedInBuyers(clients)
    const zone: SellingZone = {
      ...(await datacenter.makeZone({ count: 10, vcpu: ordersMax / 10 })),
      slots: ordersMax,
    }
    const catalogue = await world.makeCatalogue([zone])
    const { portalUrl } = installation
    const counter = ordering.openCounter({ portalUrl, zone, catalogue, alsoAway: ['recovery_in_progress'] })
    const { acknowledged } = counter
    const processes = [ordering.processesOfTheSites(installation), installation.pids()]
    const before = await ordering.listViolations()
    const readiness = watchReadiness(installation.readyUrls)
    let isOver = false

    async function keepOrdering(buyer: (typeof buyers)[number]): Promise<void> {
      while (!isOver) {
        await counter.order(buyer)
        await pause(1_500)
      }
    }

    /** The worker has left a mark on this primary that a synchronous standby has too. */
    const isMarked = async () => {
      const [row] = await database.sql`select from recovery_marks m join installation_facts f
        on f.name = 'database' and f.value = m.identity
        where m.is_synchronous and m.identity = app.database_identity() and m.marked_at > now() - interval '3 seconds'`
      return row !== undefined
    }

    async function loseThePrimary(loss: Round['loss'], primary: Member): Promise<Omit<Round, 'loss'>> {
      const others = memberNames.filter((member) => member !== primary)
      const states = await Promise.all(others.map(cluster.stateOf))
      const next = others.find((_, i) => states[i]?.isSynchronous) ?? (others[0] as Member)
      let lostAt = Date.now()
      let switching: Promise<unknown> = Promise.resolve()
      if (loss === 'switchover') {
        switching = cluster.switchover(primary, next)
        while ((await cluster.stateOf(primary))?.isPrimary) await pause(50)
        lostAt = Date.now()
      } else cluster[loss](primary)
      while (!(await Promise.all(others.map(cluster.stateOf))).some((each) => each?.isPrimary)) {
        if (Date.now() - lostAt > 120_000) throw new Error(`no primary two minutes after ${loss}`)
        await pause(50)
      }
      const promotedAt = Date.now()
      const orderedAt = () => acknowledged.find(({ at }) => at > promotedAt)?.at
      const firstAt = await patiently('an order after the promotion', async () => orderedAt())
      const allReadyAt = await patiently('every process is ready', async () =>
        readiness.allReadyAt(promotedAt),
      )
      await switching
      if (loss === 'killMember') cluster.startPatroni(primary)
      if (loss === 'cutOff') cluster.reconnect(primary)
      return {
        readyMs: readiness.readyAfterLossMs(lostAt, promotedAt),
        firstMs: firstAt - promotedAt,
        allReadyMs: allReadyAt - promotedAt,
        awayMs: promotedAt - lostAt,
      }
    }

    async function keepFailing(): Promise<Round[]> {
      const done: Round[] = []
      try {
        for (let i = 0; i < rounds; i += 1) {
          const primary = await cluster.settled()
          await patiently('a synchronous mark', isMarked)
          const loss = losses[i % losses.length] ?? 'switchover'
          const round = { loss, ...(await loseThePrimary(loss, primary)) }
          done.push(round)
          process.stdout.write(`${i + 1} ${JSON.stringify(round)} ${acknowledged.length} orders\n`)
        }
      } finally {
        isOver = true
      }
      return done
    }

    const [done] = await Promise.all([keepFailing(), ...buyers.map(keepOrdering)])
    await readiness.stop()
    await cluster.settled()
    await counter.expectAll()
    const worst = (of: (round: Round) => number) => Math.max(...done.map(of))
    process.stdout.write(
      `${done.length} primaries lost: ${acknowledged.length} orders acknowledged; ready for at most ` +
        `${worst(({ readyMs }) => readyMs)} ms after a loss; first order at most ${worst(({ firstMs }) => firstMs)} ms, ` +
        `all processes ready at most ${worst(({ allReadyMs }) => allReadyMs)} ms after the promotion\n`,
    )
    expect(await ordering.listViolations()).toEqual(before)
    expect([ordering.processesOfTheSites(installation), installation.pids()]).toEqual(processes)
    const recoveries = await database.sql<{ is_continued: boolean; reason: string; count: number }[]>`
      select is_continued, reason, count(*)::int from recoveries group by 1, 2`
    expect(recoveries).toEqual([{ is_continued: true, reason: 'new_timeline', count: rounds }])
    expect(worst(({ readyMs }) => readyMs)).toBeLessThanOrEqual(2_000)
    expect(worst(({ firstMs }) => firstMs)).toBeLessThanOrEqual(5_000)
  },
  3_600_000,
)
