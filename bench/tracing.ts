/**
 * What observing costs: claims and pages without it, with metrics, and with traces of every request sent to a sink of
 * this machine. The three are measured in turns within one run, so that a busy machine slows all of them alike.
 *
 * @param only `claims` or `pages`; without it both
 */
import { startTestInstallation } from '../e2e/installation.ts'
import { openRegistry } from '../lib/kernel/metrics/open-registry.ts'
import { startOtlpSink } from '../lib/kernel/tracing/testing/otlp-sink.ts'
import { traceHere } from '../lib/kernel/tracing/testing/trace-here.ts'
import { inSpan } from '../lib/kernel/tracing/tracer.ts'
import { buyerOf, claimServers } from './support/claim.ts'
import { type ClaimWorld, openClaimWorld } from './support/claim-world.ts'
import { percentile } from './support/percentile.ts'
import { measureRate } from './support/rate.ts'

const ways = ['off', 'metrics', 'traces'] as const
type Way = (typeof ways)[number]
const clients = 8
const secondsEach = 2
const rounds = Number(process.env.BENCH_ROUNDS ?? 12)
const requestsEach = 20
const pages = ['', '/instances', '/orders']

/** Another one begins each round. */
const inTurns = (round: number): Way[] => ways.map((_, i) => ways[(round + i) % ways.length] ?? 'off')
const median = (values: number[]) => percentile(values, 0.5)
const percent = (value: number) => Math.round(value * 1_000) / 10

export async function run([only]: string[]): Promise<Record<string, number | string>> {
  return {
    rounds,
    ...(only === 'pages' ? {} : await measureClaims()),
    ...(only === 'claims' ? {} : await measurePages()),
  }
}

/** Costs of `metrics` and `traces` over `off`, from pairs of the same round. */
function costs(what: string, by: Record<Way, number[]>): Record<string, number> {
  const over = (way: Way) => median(by[way].map((value, round) => value / (by.off[round] ?? value))) - 1
  return {
    [`${what}Metrics`]: percent(over('metrics')),
    [`${what}Traces`]: percent(over('traces')),
  }
}

async function measureClaims(): Promise<Record<string, number>> {
  const world = await openClaimWorld([1_000])
  try {
    await world.connect(clients)
    await claimFor(world, 'off')
    const cpu: Record<Way, number[]> = { off: [], metrics: [], traces: [] }
    const pace: Record<Way, number[]> = { off: [], metrics: [], traces: [] }
    for (let round = 0; round < rounds; round += 1) {
      await world.reset()
      for (const way of inTurns(round)) {
        const { cpuMs, ms } = await claimFor(world, way)
        cpu[way].push(cpuMs)
        pace[way].push(ms)
      }
    }
    return {
      claimCpuMs: median(cpu.off),
      ...costs('claimCpuPercent', cpu),
      claimMs: median(pace.off),
      ...costs('claimTimePercent', pace),
    }
  } finally {
    await world.close()
  }
}

/** CPU of this process and time for one claim, by eight clients. */
async function claimFor(world: ClaimWorld, way: Way): Promise<{ cpuMs: number; ms: number }> {
  const registry = way === 'metrics' ? openRegistry() : null
  const here = way === 'traces' ? await traceHere() : null
  const before = world.cpuSeconds().node
  const rate = await measureRate(clients, secondsEach, async (client, turn) => {
    await inSpan('POST /o/[org]/orders', { kind: 'server' }, () =>
      claimServers(world, buyerOf(world, client, clients, turn)),
    )
  })
  const cpuMs = ((world.cpuSeconds().node - before) * 1_000) / rate.count
  await here?.stop()
  registry?.close()
  return { cpuMs, ms: (rate.seconds * 1_000) / rate.count }
}

/** Three portals on one database, one of each way; one page after the other, each from all three. */
async function measurePages(): Promise<Record<string, number>> {
  const sink = await startOtlpSink()
  const installation = await startTestInstallation({
    morePortals: 2,
    moreEnvironments: [{ METRICS_PORT: '19464' }, { OTEL_EXPORTER_OTLP_ENDPOINT: sink.url }],
  })
  try {
    Object.assign(process.env, installation.environment)
    const { makeSignedInBuyers } = await import('../e2e/support/crowd.ts')
    const [buyer] = await makeSignedInBuyers(1)
    if (!buyer) throw new Error('one buyer was made')
    const sites = [installation.portalUrl, ...installation.morePortalUrls]
    const read = async (way: Way, path: string) => {
      const begun = performance.now()
      const url = `${sites[ways.indexOf(way)]}/o/${buyer.organisationId}${path}`
      const answer = await fetch(url, { headers: { cookie: buyer.cookie } })
      await answer.text()
      if (answer.status !== 200) throw new Error(`${path} was answered ${answer.status}`)
      return performance.now() - begun
    }
    for (const way of ways) for (let i = 0; i < requestsEach; i += 1) await read(way, pages[i % 3] ?? '')
    const times: Record<Way, number[]> = { off: [], metrics: [], traces: [] }
    for (let round = 0; round < rounds * requestsEach; round += 1)
      for (const way of inTurns(round)) times[way].push(await read(way, pages[round % pages.length] ?? ''))
    return { pages: times.off.length, pageMs: median(times.off), ...costs('pageTimePercent', times) }
  } finally {
    await installation.stop()
    await sink.stop()
  }
}
