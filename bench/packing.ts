import { prepareHostBound } from '../lib/placement/packing/host-bound.ts'
import { planRepack } from '../lib/placement/packing/plan-repack.ts'
import { makeTrace } from './support/make-trace.ts'
import { option } from './support/option.ts'
import { type Policy, replayTrace, type Sample } from './support/replay-trace.ts'
import { memoryUnitsPerGb, partOf, readTrace, type Trace } from './support/trace.ts'

const hostSize = { vcpu: 64, memory: 128 * memoryUnitsPerGb }
const everySeconds = 1_800
/** The fleet starts empty: its first hours are not representative. */
const skippedSeconds = 6 * 3_600

type Bound = { atSeconds: number; hosts: number; counts: number[] }

/**
 * Hosts in use over time against the lower bound, by the scheduler that places orders: the zone's policy `pack`,
 * compared with `spread` and best fit. On a generated trace, or `--trace FILE`; `--from HOUR` and `--to HOUR` select
 * a part, `--salt N` varies the seconds within the trace's ranges of lifetime (or the generated trace).
 */
export async function run(args: string[]): Promise<Record<string, number | string>> {
  const file = option(args, '--trace')
  const salt = Number(option(args, '--salt') ?? 0)
  const trace = partOf(
    file ? readTrace(file, salt) : makeTrace(salt),
    Number(option(args, '--from') ?? 0),
    Number(option(args, '--to') ?? Number.POSITIVE_INFINITY),
  )
  const begun = performance.now()
  const { bounds, shapes } = boundsOf(trace)
  const boundSeconds = (performance.now() - begun) / 1_000
  const pack = measure('pack')
  const spread = measure('spread')
  const bestFit = measure('best_fit')

  function measure(policy: Policy) {
    const started = performance.now()
    const result = compare(replayTrace(trace, hostSize, policy, everySeconds), bounds, trace)
    const seconds = (performance.now() - started) / 1_000
    console.error(
      `${policy}: mean ${result.mean.toFixed(4)}, peak ${result.peak.toFixed(4)}, ${seconds.toFixed(1)} s`,
    )
    return { ...result, seconds }
  }

  return {
    policy:
      'pack: the scheduler of claimCapacity, an order at a time, lifetimes learnt in the replay by the worker’s code',
    trace: file ? 'file' : 'made',
    servers: trace.servers.length,
    shapes: shapes.length,
    hours: round((trace.endSeconds - trace.startSeconds) / 3_600),
    mean_ratio: round(pack.mean),
    peak_ratio: round(pack.peak),
    mean_of_ratios: round(pack.meanOfRatios),
    first_half_mean_ratio: round(pack.firstHalf),
    second_half_mean_ratio: round(pack.secondHalf),
    seconds: round(pack.seconds),
    spread_mean_ratio: round(spread.mean),
    spread_peak_ratio: round(spread.peak),
    best_fit_mean_ratio: round(bestFit.mean),
    best_fit_peak_ratio: round(bestFit.peak),
    static_ratio: round(staticRatio(shapes, bounds)),
    bound_peak_hosts: round(Math.max(...bounds.map((bound) => bound.hosts))),
    bound_seconds: round(boundSeconds),
  }
}

/** The lower bound at every sample. */
function boundsOf(trace: Trace): { bounds: Bound[]; shapes: { vcpu: number; memory: number }[] } {
  const keys = trace.servers.map(({ size }) => `${size.vcpu}/${size.memory}`)
  const known = [...new Set(keys)]
  const shapes = known.map((key) => {
    const [vcpu = 0, memory = 0] = key.split('/').map(Number)
    return { vcpu, memory }
  })
  const indexOf = new Map(known.map((key, index) => [key, index]))
  const changes = trace.servers.flatMap((server, at) => {
    const shape = indexOf.get(keys[at] ?? '') ?? 0
    // Arrivals at a sample's second are excluded; departures at that second are gone.
    return [
      { atSeconds: server.arrives + 1, shape, by: 1 },
      { atSeconds: Math.max(server.departs, server.arrives + 1), shape, by: -1 },
    ]
  })
  changes.sort((a, b) => a.atSeconds - b.atSeconds)
  const bound = prepareHostBound(hostSize, shapes)
  const counts = shapes.map(() => 0)
  const bounds: Bound[] = []
  let next = 0
  for (let at = trace.startSeconds + everySeconds; at <= trace.endSeconds; at += everySeconds) {
    for (let change = changes[next]; change && change.atSeconds <= at; change = changes[next]) {
      counts[change.shape] = (counts[change.shape] ?? 0) + change.by
      next += 1
    }
    bounds.push({ atSeconds: at, hosts: bound(counts).hosts, counts: [...counts] })
  }
  return { bounds, shapes }
}

/** Everything repacked from scratch at the moment of peak demand. */
function staticRatio(shapes: { vcpu: number; memory: number }[], bounds: readonly Bound[]): number {
  const peak = bounds.reduce((most, bound) => (bound.hosts > most.hosts ? bound : most))
  return planRepack(hostSize, shapes, peak.counts).length / peak.hosts
}

function compare(samples: readonly Sample[], bounds: readonly Bound[], trace: Trace) {
  const pairs = samples.flatMap(({ atSeconds, hosts }, index) =>
    atSeconds - trace.startSeconds < skippedSeconds
      ? []
      : [{ atSeconds, hosts, bound: bounds[index]?.hosts ?? 0 }],
  )
  const middle = (trace.startSeconds + trace.endSeconds) / 2
  const ratio = (of: typeof pairs) =>
    of.reduce((sum, pair) => sum + pair.hosts, 0) / of.reduce((sum, pair) => sum + pair.bound, 0)
  return {
    mean: ratio(pairs),
    peak: Math.max(...pairs.map((pair) => pair.hosts)) / Math.max(...pairs.map((pair) => pair.bound)),
    meanOfRatios: pairs.reduce((sum, pair) => sum + pair.hosts / pair.bound, 0) / pairs.length,
    firstHalf: ratio(pairs.filter((pair) => pair.atSeconds < middle)),
    secondHalf: ratio(pairs.filter((pair) => pair.atSeconds >= middle)),
  }
}

const round = (value: number) => Math.round(value * 10_000) / 10_000
