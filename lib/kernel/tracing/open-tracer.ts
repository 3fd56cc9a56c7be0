import { type HrTime, ROOT_CONTEXT, SpanKind, SpanStatusCode, TraceFlags } from '@opentelemetry/api'
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http'
import { type Resource, resourceFromAttributes } from '@opentelemetry/resources'
import {
  BatchSpanProcessor,
  type ReadableSpan,
  SamplingDecision,
  type SpanExporter,
  TraceIdRatioBasedSampler,
} from '@opentelemetry/sdk-trace'
import { boundedExport } from './bounded-export'
import { type HeldSpan, heldSpans } from './held-spans'
import type { TracePosition } from './traceparent'
import type { Tracer } from './tracer'

export type TracingSettings = {
  /** Where traces are posted. */
  url: string
  headers: Record<string, string>
  /** Share of the new traces that is recorded. */
  ratio: number
  /** Attributes of this process. */
  process: Record<string, string>
}

/** Spans that wait for the collector; about 1 KiB each. */
const waitingMax = 4_096
const batchMax = 512
const everyMs = 2_000
const exportMs = 10_000

export type OpenTracer = {
  tracer: Tracer
  flush(): Promise<void>
  /** Sends what waits, and ends. */
  close(): Promise<void>
}

const kinds = {
  internal: SpanKind.INTERNAL,
  server: SpanKind.SERVER,
  client: SpanKind.CLIENT,
  producer: SpanKind.PRODUCER,
  consumer: SpanKind.CONSUMER,
} as const

/**
 * A tracer that posts to a collector. Its spans are plain values; the SDK draws the share, batches and sends. It is not
 * registered with OpenTelemetry's global API: the framework would trace itself with it, a dozen spans a request.
 */
export function openTracer(settings: TracingSettings, exporter?: SpanExporter): OpenTracer {
  const bounded = boundedExport(exporter ?? exporterOf(settings), waitingMax, exportMs + 1_000)
  const queue = bounded.before(
    new BatchSpanProcessor({
      exporter: bounded.exporter,
      maxQueueSize: waitingMax,
      maxExportBatchSize: batchMax,
      scheduledDelayMillis: everyMs,
      exportTimeoutMillis: exportMs,
    }),
  )
  const sampler = new TraceIdRatioBasedSampler(settings.ratio)
  const resource = resourceFromAttributes(settings.process)
  return {
    tracer: heldSpans({
      isInShare: (traceId) =>
        sampler.shouldSample(ROOT_CONTEXT, traceId).decision === SamplingDecision.RECORD_AND_SAMPLED,
      send: queue.onEnd,
      toReadable: (span) => readable(span, resource),
      heldMax: waitingMax,
    }),
    flush: () => queue.forceFlush(),
    close: () => queue.shutdown(),
  }
}

function exporterOf({ url, headers }: TracingSettings): SpanExporter {
  return new OTLPTraceExporter({ url, headers, timeoutMillis: exportMs })
}

/** What is sent is marked as recorded, also when its trace is not: the queue sends nothing else. */
const contextOf = ({ traceId, spanId }: TracePosition) => ({
  traceId,
  spanId,
  traceFlags: TraceFlags.SAMPLED,
})

function readable(span: HeldSpan, resource: Resource): ReadableSpan {
  const { name, position, parentSpanId, startedAt, endedAt } = span
  const context = contextOf(position)
  return {
    name,
    kind: kinds[span.kind],
    spanContext: () => context,
    ...(parentSpanId && { parentSpanContext: contextOf({ ...position, spanId: parentSpanId }) }),
    startTime: hrTime(startedAt),
    endTime: hrTime(endedAt),
    duration: hrTime(endedAt - startedAt),
    status: { code: span.isFailed ? SpanStatusCode.ERROR : SpanStatusCode.UNSET },
    attributes: span.attributes,
    links: span.links.map((link) => ({ context: contextOf(link) })),
    events: [],
    ended: true,
    resource,
    instrumentationScope: { name: 'andromede' },
    droppedAttributesCount: 0,
    droppedEventsCount: 0,
    droppedLinksCount: 0,
  }
}

/** Seconds and nanoseconds. */
const hrTime = (ms: number): HrTime => [Math.floor(ms / 1_000), Math.floor((ms % 1_000) * 1e6)]
