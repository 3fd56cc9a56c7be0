/**
 * Where the product counts. Without `METRICS_PORT` nothing is recorded. A site is two bundles in one process, its server
 * and the framework's: they share this through the global object.
 */
import type { Labels, MetricName, NamesOfKind } from './definitions'

export type Recorder = {
  count(name: NamesOfKind<'counter'>, labels: Record<string, string>, by: number): void
  observe(name: NamesOfKind<'histogram'>, labels: Record<string, string>, seconds: number): void
}

type Sample<N extends MetricName> = { metric: N; labels: Labels<N>; value: number }
/** A value of a gauge. */
export type GaugeSample = { [N in NamesOfKind<'gauge'>]: Sample<N> }[NamesOfKind<'gauge'>]
/** Gives gauges when a scrape arrives; equal labels of several sources are added up. */
export type Source = () => Iterable<GaugeSample> | Promise<Iterable<GaugeSample>>

type Shared = {
  recorder: Recorder | null
  sources: Set<Source>
  /** Whether each circuit breaker of this process is open, by the name of its service. */
  circuits: Map<string, () => boolean>
}

const key = Symbol.for('andromede.metrics')

export function sharedMetrics(): Shared {
  const holder = globalThis as { [key]?: Shared }
  holder[key] ??= { recorder: null, sources: new Set(), circuits: new Map() }
  return holder[key]
}

const shared = sharedMetrics()

export const isRecording = () => shared.recorder !== null

export function count<N extends NamesOfKind<'counter'>>(name: N, labels: Labels<N>, by = 1): void {
  shared.recorder?.count(name, labels, by)
}

export function observe<N extends NamesOfKind<'histogram'>>(
  name: N,
  labels: Labels<N>,
  seconds: number,
): void {
  shared.recorder?.observe(name, labels, seconds)
}

/** Registers gauges of a part of the process; returns the function that removes them. */
export function addSource(source: Source): () => void {
  shared.sources.add(source)
  return () => shared.sources.delete(source)
}

/** Seconds since `startedAt`, a value of `performance.now()`. */
export const secondsSince = (startedAt: number) => (performance.now() - startedAt) / 1_000
