/**
 * What observing costs: claims and pages without it, with metrics, with traces of the usual share of requests, and of
 * every request. The traces go to a collector of its own process. All ways are measured in turns within one run, so
 * that a busy machine slows all of them alike; the result is the median of the ratios to `off` of the same round.
 *
 * @param only `claims` or `pages`; without it both
 */
import { startTestInstallation } from '../e2e/installation.ts'
import { tracingVariables } from '../lib/kernel/configuration/tracing-variables.ts'
import { openRegistry } from '../lib/kernel/metrics/open-registry.ts'
import { type OpenTracer, openTracer } from '../lib/kernel/tracing/open-tracer.ts'
import { inSpan, setTracer } from '../lib/kernel/tracing/tracer.ts'
import { buyerOf, claimServers } from './support/claim.ts'
import { openClaimWorld } from './support/claim-world.ts'
import { startDiscardingCollector } from './support/discarding-collector.ts'
import { treeSeconds } from './support/process-cpu.ts'

const ways = ['off', 'metrics', 'usual', 'every'] as const
type Way = (typeof ways)[number]
type By = Record<Way, number[]>
const clients = 8
/** As many as a batch of spans has room for: each is sent at the end, and its request has a cost of its own. */
const claimsEach = 480
const rounds = Number(process.env.BENCH_ROUNDS ?? 40)
/** Requests of each way and round: enough for the hundredths of a second in which the system counts. */
const requestsEach = 60
const pages = ['', '/instances', '/orders']

/** Another one begins each round. */
const inTurns = (round: number): Way[] => ways.map((_, i) => ways[(round + i) % ways.length] ?? 'off')
const none = (): By => ({ off: [], metrics: [], usual: [], every: [] })
const rounded = (value: number) => Math.round(value * 1_000) / 1_000
const percent = (value: number) => Math.round(value * 1_000) / 10

function median(values: readonly number[]): number {
  const sorted = [...values].sort((left, right) => left - right)
  const at = (index: number) => sorted[index] ?? 0
  return (at(Math.floor((sorted.length - 1) / 2)) + at(Math.ceil((sorted.length - 1) / 2))) / 2
}

export async function run([only]: string[]): Promise<Record<string, number | string>> {
  const collector = await startDiscardingCollector()
  try {
    return {
      rounds,
      ...(only === 'pages' ? {} : await measureClaims(collector.url)),
      ...(only === 'claims' ? {} : await measurePages(collector.url)),
    }
  } finally {
    await collector.stop()
  }
}

/** The variables of each way. */
const environmentOf = (way: Way, collector: string): Record<string, string> =>
  way === 'usual' || way === 'every'
    ? {
        OTEL_EXPORTER_OTLP_ENDPOINT: collector,
        OTEL_TRACES_SAMPLER_ARG: way === 'every' ? '1' : tracingVariables.OTEL_TRACES_SAMPLER_ARG.fallback,
      }
    : {}

/** Percent over `off`, from pairs of the same round. */
function costs(what: string, by: By): Record<string, number> {
  const over = (way: Way) =>
    percent(median(by[way].map((value, round) => value / (by.off[round] ?? value))) - 1)
  return {
    [`${what}Ms`]: rounded(median(by.off)),
    [`${what}PercentMetrics`]: over('metrics'),
    [`${what}PercentUsual`]: over('usual'),
    [`${what}PercentEvery`]: over('every'),
  }
}

/** What observes in each way; opened once, since opening costs as much as hundreds of spans. */
function openWays(url: string) {
  const traced = (ratio: number) =>
    openTracer({ url: `${url}/v1/traces`, headers: {}, ratio, process: { 'service.name': 'bench' } })
  const usual = traced(Number(tracingVariables.OTEL_TRACES_SAMPLER_ARG.fallback))
  const every = traced(1)
  const tracers: Partial<Record<Way, OpenTracer>> = { usual, every }
  return {
    begin(way: Way) {
      const registry = way === 'metrics' ? openRegistry() : null
      setTracer(tracers[way]?.tracer ?? null)
      return async () => {
        setTracer(null)
        await tracers[way]?.flush()
        registry?.close()
      }
    },
    close: () => Promise.all([usual.close(), every.close()]),
  }
}

async function measureClaims(collector: string): Promise<Record<string, number>> {
  const world = await openClaimWorld([1_000])
  const observing = openWays(collector)
  const claimFor = async (way: Way) => {
    const end = observing.begin(way)
    const before = world.cpuSeconds().node
    const begun = performance.now()
    let turn = 0
    const client = async (_: unknown, index: number) => {
      while (turn < claimsEach) {
        turn += 1
        const buyer = buyerOf(world, index, clients, turn)
        await inSpan('POST /o/[org]/orders', { kind: 'server', slowMs: 1_000 }, () =>
          claimServers(world, buyer),
        )
      }
    }
    await Promise.all(Array.from({ length: clients }, client))
    const ms = (performance.now() - begun) / claimsEach
    await end()
    return { cpuMs: ((world.cpuSeconds().node - before) * 1_000) / claimsEach, ms }
  }
  try {
    await world.connect(clients)
    for (const way of ways) await claimFor(way)
    const cpu = none()
    const time = none()
    for (let round = 0; round < rounds; round += 1) {
      await world.reset()
      for (const way of inTurns(round)) {
        const measured = await claimFor(way)
        cpu[way].push(measured.cpuMs)
        time[way].push(measured.ms)
      }
    }
    return { ...costs('claimCpu', cpu), ...costs('claimTime', time) }
  } finally {
    await observing.close()
    await world.close()
  }
}

/** Four portals on one database, one of each way; in each round each gets requests for the same pages. */
async function measurePages(collector: string): Promise<Record<string, number>> {
  const installation = await startTestInstallation({
    morePortals: ways.length - 1,
    moreEnvironments: ways
      .slice(1)
      .map((way) => (way === 'metrics' ? { METRICS_PORT: '19464' } : environmentOf(way, collector))),
  })
  try {
    Object.assign(process.env, installation.environment)
    const { makeSignedInBuyers } = await import('../e2e/support/crowd.ts')
    const [buyer] = await makeSignedInBuyers(1)
    if (!buyer) throw new Error('one buyer was made')
    const sites = [installation.portalUrl, ...installation.morePortalUrls]
    const pids = [installation.pids().portal, ...installation.morePortalPids()]
    const read = async (way: Way, path: string) => {
      const url = `${sites[ways.indexOf(way)]}/o/${buyer.organisationId}${path}`
      const answer = await fetch(url, { headers: { cookie: buyer.cookie } })
      await answer.text()
      if (answer.status !== 200) throw new Error(`${path} was answered ${answer.status}`)
    }
    const readFor = async (way: Way) => {
      const pid = pids[ways.indexOf(way)]
      const before = treeSeconds(pid)
      const begun = performance.now()
      for (let i = 0; i < requestsEach; i += 1) await read(way, pages[i % pages.length] ?? '')
      const ms = (performance.now() - begun) / requestsEach
      return { cpuMs: ((treeSeconds(pid) - before) * 1_000) / requestsEach, ms }
    }
    for (const way of [...ways, ...ways, ...ways]) await readFor(way)
    const cpu = none()
    const time = none()
    for (let round = 0; round < rounds; round += 1)
      for (const way of inTurns(round)) {
        const measured = await readFor(way)
        cpu[way].push(measured.cpuMs)
        time[way].push(measured.ms)
      }
    return { ...costs('pageCpu', cpu), ...costs('pageTime', time) }
  } finally {
    await installation.stop()
  }
}
