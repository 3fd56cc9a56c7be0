/**
 * What observing costs: the processor time of claims and pages without it, with metrics, with traces of the usual share of
 * requests, and of every request. The traces go to a collector of its own process. All ways are measured in turns of a few
 * tenths of a second within one run, so that a busy machine slows all of them alike; the result is the median of the ratios to
 * `off` of the same round. `same` observes nothing either: its figure is the error of the measurement.
 *
 * @param only `claims` or `pages`; without it both
 */
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http'
import type { SpanExporter } from '@opentelemetry/sdk-trace'
import { startTestInstallation } from '../e2e/installation.ts'
import { tracingVariables } from '../lib/kernel/configuration/tracing-variables.ts'
import { openRegistry } from '../lib/kernel/metrics/open-registry.ts'
import { type OpenTracer, openTracer } from '../lib/kernel/tracing/open-tracer.ts'
import { inSpan, setTracer } from '../lib/kernel/tracing/tracer.ts'
import { buyerOf, claimServers } from './support/claim.ts'
import { openClaimWorld } from './support/claim-world.ts'
import { startDiscardingCollector } from './support/discarding-collector.ts'
import { threadMilliseconds, treeOf } from './support/process-cpu.ts'

const ways = ['off', 'same', 'metrics', 'usual', 'every'] as const
type Way = (typeof ways)[number]
type By = Record<Way, number[]>
const clients = 8
const claimsEach = 120
const claimRounds = Number(process.env.BENCH_ROUNDS ?? 120)
const roundsPerReset = 4
/** As the tracer sends them while a process is busy; an idle one sends smaller ones, at most one in two seconds. */
const spansPerBatch = 512
/** Requests of each way and round. */
const requestsEach = 15
const pageRounds = Number(process.env.BENCH_ROUNDS ?? 120)
const pages = ['', '/instances', '/orders']

/** Every order of the ways, spread over the rounds: each way follows each other one equally often. */
const orders = ordersOf(ways)
const inTurns = (round: number): readonly Way[] => orders[(round * 47) % orders.length] ?? ways
const none = (): By => ({ off: [], same: [], metrics: [], usual: [], every: [] })
const rounded = (value: number) => Math.round(value * 1_000) / 1_000
const percent = (value: number) => Math.round(value * 1_000) / 10
/** Young garbage only: each slice pays for its own. */
const collectGarbage = exposeGarbageCollection()
const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length

function ordersOf(rest: readonly Way[]): Way[][] {
  if (rest.length === 0) return [[]]
  return rest.flatMap((way) => ordersOf(rest.filter((each) => each !== way)).map((order) => [way, ...order]))
}

function exposeGarbageCollection(): () => void {
  setFlagsFromString('--expose-gc')
  const collect = runInNewContext('gc') as (options: { type: 'minor' }) => void
  return () => collect({ type: 'minor' })
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((left, right) => left - right)
  const at = (index: number) => sorted[index] ?? 0
  return (at(Math.floor((sorted.length - 1) / 2)) + at(Math.ceil((sorted.length - 1) / 2))) / 2
}

export async function run([only]: string[]): Promise<Record<string, number | string>> {
  const collector = await startDiscardingCollector()
  try {
    return {
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
    : way === 'metrics'
      ? { METRICS_PORT: '19464' }
      : {}

/** Percent over `off`, from pairs of the same round; `more` milliseconds come on top of each. */
function costs(what: string, by: By, more: Partial<Record<Way, number>> = {}): Record<string, number> {
  const over = (way: Way) =>
    percent(
      median(by[way].map((value, round) => value / (by.off[round] ?? value))) -
        1 +
        (more[way] ?? 0) / mean(by.off),
    )
  return {
    [`${what}Ms`]: rounded(median(by.off)),
    [`${what}PercentSame`]: over('same'),
    [`${what}PercentMetrics`]: over('metrics'),
    [`${what}PercentUsual`]: over('usual'),
    [`${what}PercentEvery`]: over('every'),
  }
}

/** Keeps what leaves the tracer, so that the requests to the collector are made and measured apart. */
function keepingExporter(url: string) {
  const exporter = new OTLPTraceExporter({ url: `${url}/v1/traces`, headers: {} })
  const kept: Parameters<SpanExporter['export']>[0] = []
  return {
    export(spans: Parameters<SpanExporter['export']>[0], done: Parameters<SpanExporter['export']>[1]) {
      kept.push(...spans)
      done({ code: 0 })
    },
    kept: () => kept.length,
    async send() {
      const batch = kept.splice(0, spansPerBatch)
      await new Promise<void>((resolve, reject) =>
        exporter.export(batch, ({ code, error }) => (code === 0 ? resolve() : reject(error))),
      )
    },
    shutdown: () => exporter.shutdown(),
  }
}

/** What observes in each way; opened once, since opening costs as much as hundreds of spans. */
function openWays(url: string) {
  const traced = (ratio: number) => {
    const exporter = keepingExporter(url)
    const settings = { url, headers: {}, ratio, process: { 'service.name': 'bench' } }
    return { exporter, open: openTracer(settings, exporter) }
  }
  const usual = traced(Number(tracingVariables.OTEL_TRACES_SAMPLER_ARG.fallback))
  const every = traced(1)
  const tracers: Partial<Record<Way, { exporter: ReturnType<typeof keepingExporter>; open: OpenTracer }>> = {
    usual,
    every,
  }
  return {
    begin(way: Way) {
      const registry = way === 'metrics' ? openRegistry() : null
      setTracer(tracers[way]?.open.tracer ?? null)
      return async () => {
        setTracer(null)
        await tracers[way]?.open.flush()
        registry?.close()
      }
    },
    exporters: { usual: usual.exporter, every: every.exporter },
    close: () => Promise.all([usual.open.close(), every.open.close()]),
  }
}

async function measureClaims(collector: string): Promise<Record<string, number>> {
  const world = await openClaimWorld([1_000])
  const observing = openWays(collector)
  const nodeMs = () => world.cpuSeconds().node * 1_000
  const claimFor = async (way: Way) => {
    const end = observing.begin(way)
    const before = nodeMs()
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
    await end()
    collectGarbage()
    return (nodeMs() - before) / claimsEach
  }
  try {
    await world.connect(clients)
    for (const way of [...ways, ...ways, ...ways]) await claimFor(way)
    const cpu = none()
    const sent = { usual: 0, every: 0 }
    const sendingMs: number[] = []
    const databaseMs: number[] = []
    for (let round = 0; round < claimRounds; round += 1) {
      if (round % roundsPerReset === 0) await world.reset()
      const before = world.cpuSeconds().database
      for (const way of inTurns(round)) cpu[way].push(await claimFor(way))
      databaseMs.push(((world.cpuSeconds().database - before) * 1_000) / claimsEach / ways.length)
      for (const way of ['usual', 'every'] as const)
        while (observing.exporters[way].kept() >= spansPerBatch) {
          collectGarbage()
          const begun = nodeMs()
          await observing.exporters[way].send()
          collectGarbage()
          sendingMs.push((nodeMs() - begun) / spansPerBatch)
          sent[way] += spansPerBatch
        }
    }
    const more = (way: 'usual' | 'every') => (median(sendingMs) * sent[way]) / claimRounds / claimsEach
    return {
      claimRounds,
      ...costs('claimNode', cpu, { usual: more('usual'), every: more('every') }),
      spanSendingMs: rounded(median(sendingMs)),
      spansSentPerClaim: rounded(sent.usual / claimRounds / claimsEach),
      claimDatabaseMs: rounded(mean(databaseMs)),
    }
  } finally {
    await observing.close()
    await world.close()
  }
}

/**
 * Five portals on one database, one of each way; in each round each gets requests for the same pages. The processor time of a
 * portal is that of the whole round, so that what it does between its requests counts, such as sending spans.
 */
async function measurePages(collector: string): Promise<Record<string, number>> {
  const installation = await startTestInstallation({
    morePortals: ways.length - 1,
    moreEnvironments: ways.slice(1).map((way) => environmentOf(way, collector)),
  })
  try {
    Object.assign(process.env, installation.environment)
    const { makeSignedInBuyers } = await import('../e2e/support/crowd.ts')
    const [buyer] = await makeSignedInBuyers(1)
    if (!buyer) throw new Error('one buyer was made')
    const sites = [installation.portalUrl, ...installation.morePortalUrls]
    const trees = [installation.pids().portal, ...installation.morePortalPids()].map(treeOf)
    const read = async (way: Way, path: string) => {
      const url = `${sites[ways.indexOf(way)]}/o/${buyer.organisationId}${path}`
      const answer = await fetch(url, { headers: { cookie: buyer.cookie } })
      await answer.text()
      if (answer.status !== 200) throw new Error(`${path} was answered ${answer.status}`)
    }
    const readRound = async (round: number, count: number) => {
      const before = trees.map(threadMilliseconds)
      for (const way of inTurns(round))
        for (let i = 0; i < count; i += 1) await read(way, pages[i % pages.length] ?? '')
      return trees.map((pids, index) => (threadMilliseconds(pids) - (before[index] ?? 0)) / count)
    }
    // Until the compiler has seen the pages often.
    await readRound(0, 150)
    const cpu = none()
    for (let round = 0; round < pageRounds; round += 1) {
      const measured = await readRound(round, requestsEach)
      for (const [index, way] of ways.entries()) cpu[way].push(measured[index] ?? 0)
    }
    return { pageRounds, ...costs('page', cpu) }
  } finally {
    await installation.stop()
  }
}
