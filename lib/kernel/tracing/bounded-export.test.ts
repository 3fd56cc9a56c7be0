import type { ReadableSpan, SpanExporter, SpanProcessor } from '@opentelemetry/sdk-trace'
import { afterEach, expect, onTestFinished, test, vi } from 'vitest'
import { openRegistry } from '../metrics/open-registry'
import { currentScope, inScope } from '../request-scope'
import { boundedExport } from './bounded-export'
import { traceHere } from './testing/trace-here'
import { currentTraceId, inSpan } from './tracer'

afterEach(() => vi.useRealTimers())

const span = { attributes: {} } as ReadableSpan

/** An exporter that gives no result by itself, behind a queue for one span. */
function openStuck() {
  const results: Parameters<SpanExporter['export']>[1][] = []
  const bounded = boundedExport(
    { export: (_spans, done) => void results.push(done), shutdown: async () => undefined },
    1,
    11_000,
  )
  const onEnd = vi.fn<SpanProcessor['onEnd']>()
  const queue = bounded.before({
    onStart: () => undefined,
    onEnd,
    forceFlush: async () => undefined,
    shutdown: async () => undefined,
  })
  return { bounded, onEnd, queue, results }
}

test('a batch without a result fails after its time, makes room, and is counted once', async () => {
  const registry = openRegistry()
  onTestFinished(registry.close)
  vi.useFakeTimers()
  const { bounded, onEnd, queue, results } = openStuck()
  const done = vi.fn()
  queue.onEnd(span)
  bounded.exporter.export([span], done)
  vi.advanceTimersByTime(10_999)
  queue.onEnd(span)
  expect([onEnd.mock.calls.length, done.mock.calls.length]).toEqual([1, 0])

  vi.advanceTimersByTime(1)
  expect(done).toHaveBeenCalledOnce()
  queue.onEnd(span)
  expect(onEnd).toHaveBeenCalledTimes(2)

  results[0]?.({ code: 0 })
  expect(done).toHaveBeenCalledOnce()
  queue.onEnd(span)
  expect(onEnd).toHaveBeenCalledTimes(2)
  const text = await registry.text()
  expect(text).toContain('andromede_trace_spans_total{outcome="failed"} 1')
  expect(text).not.toContain('andromede_trace_spans_total{outcome="sent"} 1')
})

test('the queue runs outside the request and the trace of the span that woke it', async () => {
  const here = await traceHere()
  onTestFinished(here.stop)
  const { onEnd, queue } = openStuck()
  const seen: unknown[] = []
  onEnd.mockImplementation(() => void seen.push(currentScope()?.requestId, currentTraceId()))
  await inScope({ requestId: 'r1' }, () => inSpan('work', {}, async () => queue.onEnd(span)))
  expect(seen).toEqual([undefined, undefined])
})
