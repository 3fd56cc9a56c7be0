import type { ReadableSpan, Span, SpanExporter, SpanProcessor } from '@opentelemetry/sdk-trace'
import { log } from '../log'
import { count } from '../metrics/recorder'
import { redactAttribute } from '../redact'
import { inScope } from '../request-scope'
import { type Attributes, outsideTrace } from './tracer'

/** `ExportResultCode` of the SDK's core. */
const sent = 0
const failed = 1

export type BoundedExport = {
  exporter: SpanExporter
  /** Put before the queue of `exporter`. */
  before(queue: SpanProcessor): SpanProcessor
}

/**
 * Lets at most `max` spans wait or be under way, drops the others, and counts what became of each. Spans leave without
 * what looks like a secret or names a person. A batch without a result after `patienceMs` failed: a collector that begins
 * an answer and does not end it gives none.
 */
export function boundedExport(exporter: SpanExporter, max: number, patienceMs: number): BoundedExport {
  let pending = 0
  let isFailing = false
  return {
    exporter: {
      export(spans, done) {
        let isSettled = false
        const settle = ({ code, error }: { code: number; error?: Error }) => {
          if (isSettled) return
          isSettled = true
          clearTimeout(patience)
          pending -= spans.length
          const isSent = code === sent
          count('traceSpans', { outcome: isSent ? 'sent' : 'failed' }, spans.length)
          if (!isSent && !isFailing) log.warn({ err: error }, 'the collector of traces takes no spans')
          if (isSent && isFailing) log.info('the collector of traces takes spans again')
          isFailing = !isSent
          // Handled here: the queue would only report it once more.
          done({ code: sent })
        }
        const late = () => settle({ code: failed, error: new Error('no answer in time') })
        const patience = setTimeout(late, patienceMs).unref()
        exporter.export(spans.map(redacted), settle)
      },
      ...(exporter.forceFlush && { forceFlush: () => exporter.forceFlush?.() ?? Promise.resolve() }),
      shutdown: () => exporter.shutdown(),
    },
    before: (queue) => ({
      onStart: (span: Span, context) => queue.onStart(span, context),
      onEnd(span: ReadableSpan) {
        if (pending >= max) return count('traceSpans', { outcome: 'dropped' })
        pending += 1
        // The queue's timer outlives the work that starts it: its lines in the log are of no request and no trace.
        outsideTrace(() => inScope({}, () => queue.onEnd(span)))
      },
      forceFlush: () => queue.forceFlush(),
      shutdown: () => queue.shutdown(),
    }),
  }
}

/** Also of a text that was put together by a mistake: no attribute of ours is that long. */
const textMax = 200

function redacted(span: ReadableSpan): ReadableSpan {
  const attributes: Attributes = {}
  for (const [key, value] of Object.entries(span.attributes as Attributes)) {
    const kept = redactAttribute(key, value)
    attributes[key] = typeof kept === 'string' ? kept.slice(0, textMax) : kept
  }
  return { ...span, attributes }
}
