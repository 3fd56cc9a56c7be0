import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'
import { log } from '../log'
import { definitions, type MetricName } from './definitions'
import { type GaugeSample, type Recorder, sharedMetrics } from './recorder'

export type OpenRegistry = {
  /** All metrics in the text format of Prometheus. Callers at the same time share one reading. */
  text(): Promise<string>
  contentType: string
  close(): void
}

/** Begins to record in this process. */
export function openRegistry(): OpenRegistry {
  const shared = sharedMetrics()
  const registry = new Registry()
  const made = makeMetrics(registry)
  collectDefaultMetrics({ register: registry })

  const recorder: Recorder = {
    count: (name, labels, by) => made.counters.get(name)?.inc(labels, by),
    observe: (name, labels, seconds) => made.histograms.get(name)?.observe(labels, seconds),
  }
  shared.recorder = recorder

  async function read(): Promise<string> {
    const read = await Promise.all(
      [...shared.sources].map(async (source) => {
        try {
          return [...(await source())]
        } catch (error) {
          // The other figures are of use without it, and a rule alerts on missing ones.
          log.debug({ err: error }, 'a source of metrics failed')
          return []
        }
      }),
    )
    for (const gauge of made.gauges.values()) gauge.reset()
    for (const { metric, labels, value } of read.flat() as GaugeSample[])
      made.gauges.get(metric)?.inc(labels, value)
    return registry.metrics()
  }

  let reading: Promise<string> | null = null
  return {
    contentType: registry.contentType,
    text() {
      reading ??= read().finally(() => {
        reading = null
      })
      return reading
    },
    close() {
      if (shared.recorder === recorder) shared.recorder = null
      registry.clear()
    },
  }
}

function makeMetrics(registry: Registry) {
  const counters = new Map<MetricName, Counter>()
  const gauges = new Map<MetricName, Gauge>()
  const histograms = new Map<MetricName, Histogram>()
  for (const [key, definition] of Object.entries(definitions)) {
    const name = key as MetricName
    const config = {
      name: definition.name,
      help: definition.help,
      labelNames: [...definition.labels],
      registers: [registry],
    }
    if (definition.kind === 'counter') counters.set(name, new Counter(config))
    else if (definition.kind === 'gauge') gauges.set(name, new Gauge(config))
    else histograms.set(name, new Histogram({ ...config, buckets: [...definition.buckets] }))
  }
  return { counters, gauges, histograms }
}
