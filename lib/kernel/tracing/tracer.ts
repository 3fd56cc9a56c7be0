/**
 * Where the product traces. Without `OTEL_EXPORTER_OTLP_ENDPOINT` no span is made and nothing is stored. A site is two
 * bundles in one process, its server and the framework's: they share this through the global object. The SDK is not
 * imported here, so that it does not enter the framework's bundle.
 */
import { AsyncLocalStorage } from 'node:async_hooks'
import { readTraceparent, type TracePosition, writeTraceparent } from './traceparent'

export type SpanKind = 'internal' | 'server' | 'client' | 'producer' | 'consumer'
export type Attributes = Record<string, string | number | boolean>

export type SpanOptions = {
  kind?: SpanKind
  /** Ids and names of closed lists; never a text that a customer wrote. */
  attributes?: Attributes
  /** Positions in other traces that led to this span. */
  links?: readonly TracePosition[]
  /** Work that took longer is sent although its trace is not recorded; only for the first span of a process. */
  slowMs?: number
}

export type Span = {
  readonly position: TracePosition
  set(attributes: Attributes): void
  /** Marks the span as failed. */
  fail(type: string): void
  end(): void
}

export type Tracer = { start(name: string, parent: TracePosition | null, options: SpanOptions): Span }

/** A span of this process, or the position that another process handed on. */
type Current = { position: TracePosition; span: Span | null }
type Shared = { tracer: Tracer | null; current: AsyncLocalStorage<Current | undefined> }

const key = Symbol.for('andromede.tracing')
const holder = globalThis as { [key]?: Shared }
holder[key] ??= { tracer: null, current: new AsyncLocalStorage() }
const shared = holder[key]

/** Makes spans from now on; null ends that. */
export function setTracer(tracer: Tracer | null): void {
  shared.tracer = tracer
}

export const isTracing = (): boolean => shared.tracer !== null

const current = (): Current | undefined => (shared.tracer ? shared.current.getStore() : undefined)

/** The trace of the running call, for log lines and people. */
export const currentTraceId = (): string | undefined => current()?.position.traceId

/** What a row, a job or a forwarded request carries, so that the trace goes on elsewhere. */
export function currentTraceparent(): string | undefined {
  const position = current()?.position
  return position && writeTraceparent(position)
}

/** Adds to the current span of this process. */
export function addToSpan(attributes: Attributes): void {
  current()?.span?.set(attributes)
}

/** Marks the current span of this process as failed, where the error itself goes no further. */
export function failSpan(type: string): void {
  current()?.span?.fail(type)
}

/** Runs `run` at the position that `traceparent` describes; without one, outside any trace. */
export function continueTrace<T>(traceparent: unknown, run: () => T): T {
  if (!shared.tracer) return run()
  const position = readTraceparent(traceparent)
  return shared.current.run(position ? { position, span: null } : undefined, run)
}

/** Runs `run` outside any trace: work that outlives its caller. */
export const outsideTrace = <T>(run: () => T): T => continueTrace(null, run)

/** Begins a span under `parent`. The caller ends it. Null while nothing is traced. */
export function startSpan(
  name: string,
  parent: TracePosition | null,
  options: SpanOptions = {},
): Span | null {
  return shared.tracer?.start(name, parent, options) ?? null
}

/** Runs `run` below a span that the caller ends. */
export function underSpan<T>(span: Span | null, run: () => T): T {
  return span ? shared.current.run({ position: span.position, span }, run) : run()
}

/** Runs `run` in a span: below the current one, otherwise as the first of a new trace. */
export function inSpan<T>(name: string, options: SpanOptions, run: () => Promise<T>): Promise<T> {
  const { tracer } = shared
  if (!tracer) return run()
  return ended(tracer.start(name, current()?.position ?? null, options), run)
}

/**
 * The same for work that begins no span and writes no log line. Its position is handed over instead of stored, which is a
 * third of what a span costs.
 */
export async function inLeafSpan<T>(
  name: string,
  options: SpanOptions,
  run: (traceparent: string | undefined) => Promise<T>,
): Promise<T> {
  const span = shared.tracer?.start(name, current()?.position ?? null, options)
  if (!span) return run(undefined)
  try {
    return await run(writeTraceparent(span.position))
  } catch (error) {
    noteError(span, error)
    throw error
  } finally {
    span.end()
  }
}

/** The same, only below a current span: periodic work begins no traces. */
export function inChildSpan<T>(name: string, options: SpanOptions, run: () => Promise<T>): Promise<T> {
  return current() ? inSpan(name, options, run) : run()
}

async function ended<T>(span: Span, run: () => Promise<T>): Promise<T> {
  try {
    return await shared.current.run({ position: span.position, span }, run)
  } catch (error) {
    noteError(span, error)
    throw error
  } finally {
    span.end()
  }
}

/** Notes the kind of an error, never its message: it may quote what a customer wrote. */
function noteError(span: Span, error: unknown): void {
  const { name, code, digest } = (typeof error === 'object' && error ? error : {}) as Record<string, unknown>
  // Redirects and missing pages of the framework are thrown too.
  if (typeof digest === 'string' && digest.startsWith('NEXT_')) return
  const type = typeof code === 'string' ? code : typeof name === 'string' ? name : 'unknown'
  // A rule refused: nothing failed.
  if (name === 'DomainError' && code !== 'unavailable') span.set({ 'andromede.refusal': type })
  else span.fail(type)
}
