import {
  type Span as ApiSpan,
  ROOT_CONTEXT,
  SpanKind,
  SpanStatusCode,
  TraceFlags,
  trace,
} from '@opentelemetry/api'
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http'
import { resourceFromAttributes } from '@opentelemetry/resources'
import {
  BatchSpanProcessor,
  ParentBasedSampler,
  type SpanExporter,
  TraceIdRatioBasedSampler,
  TracerProvider,
} from '@opentelemetry/sdk-trace'
import { boundedExport } from './bounded-export'
import type { TracePosition } from './traceparent'
import type { Span, Tracer } from './tracer'
import { wholeTrees } from './whole-trees'

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
 * A tracer that posts to a collector. It is not registered with OpenTelemetry's global API: the framework would trace
 * itself with it, a dozen spans a request.
 */
export function openTracer(settings: TracingSettings, exporter?: SpanExporter): OpenTracer {
  const bounded = boundedExport(exporter ?? exporterOf(settings), waitingMax, exportMs + 1_000)
  const queue = new BatchSpanProcessor({
    exporter: bounded.exporter,
    maxQueueSize: waitingMax,
    maxExportBatchSize: batchMax,
    scheduledDelayMillis: everyMs,
    exportTimeoutMillis: exportMs,
  })
  const provider = new TracerProvider({
    sampler: new ParentBasedSampler({ root: new TraceIdRatioBasedSampler(settings.ratio) }),
    resource: resourceFromAttributes(settings.process),
    spanLimits: { attributeValueLengthLimit: 200, attributeCountLimit: 32, linkCountLimit: 16 },
    spanProcessors: [wholeTrees(bounded.before(queue), waitingMax)],
  })
  const inner = provider.getTracer('andromede')

  return {
    tracer: {
      start(name, parent, options) {
        return spanOf(
          inner.startSpan(
            name,
            {
              kind: kinds[options.kind ?? 'internal'],
              ...(options.attributes && { attributes: options.attributes }),
              ...(options.links && { links: options.links.map((each) => ({ context: contextOf(each) })) }),
            },
            parent ? trace.setSpanContext(ROOT_CONTEXT, contextOf(parent)) : ROOT_CONTEXT,
          ),
        )
      },
    },
    flush: () => provider.forceFlush(),
    close: () => provider.shutdown(),
  }
}

function exporterOf({ url, headers }: TracingSettings): SpanExporter {
  return new OTLPTraceExporter({ url, headers, timeoutMillis: exportMs })
}

const contextOf = ({ traceId, spanId, isSampled }: TracePosition) => ({
  traceId,
  spanId,
  traceFlags: isSampled ? TraceFlags.SAMPLED : TraceFlags.NONE,
})

function spanOf(inner: ApiSpan): Span {
  const { traceId, spanId, traceFlags } = inner.spanContext()
  return {
    position: { traceId, spanId, isSampled: (traceFlags & TraceFlags.SAMPLED) !== 0 },
    set: (attributes) => void inner.setAttributes(attributes),
    fail(type) {
      inner.setAttribute('error.type', type)
      inner.setStatus({ code: SpanStatusCode.ERROR })
    },
    end: () => inner.end(),
  }
}
