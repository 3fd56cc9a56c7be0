import { createServer } from 'node:net'
import { afterEach, beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest'
import { DomainError } from '../errors'
import { openLog } from '../log'
import { openRegistry } from '../metrics/open-registry'
import { openTracer } from './open-tracer'
import { startTracing } from './start-tracing'
import { orphansIn, startOtlpSink } from './testing/otlp-sink'
import { type TraceHere, traceHere } from './testing/trace-here'
import { readTraceparent, writeTraceparent } from './traceparent'
import {
  addToSpan,
  continueTrace,
  currentTraceId,
  currentTraceparent,
  inChildSpan,
  inLeafSpan,
  inSpan,
  isTracing,
  outsideTrace,
  setTracer,
  startSpan,
  underSpan,
} from './tracer'

const elsewhere = { traceId: 'a'.repeat(32), spanId: 'b'.repeat(16), isSampled: true }

afterEach(() => vi.unstubAllEnvs())

test('a traceparent of version 00 is read, and no other', () => {
  expect(readTraceparent(writeTraceparent(elsewhere))).toEqual(elsewhere)
  expect(readTraceparent(`00-${'a'.repeat(32)}-${'b'.repeat(16)}-00`)).toMatchObject({ isSampled: false })
  for (const wrong of ['', undefined, 7, `01-${'a'.repeat(32)}-${'b'.repeat(16)}-01`, '00-a-b-01'])
    expect(readTraceparent(wrong)).toBeNull()
  expect(readTraceparent(`00-${'0'.repeat(32)}-${'b'.repeat(16)}-01`)).toBeNull()
  expect(readTraceparent(`00-${'a'.repeat(32)}-${'0'.repeat(16)}-01`)).toBeNull()
})

test('without a collector nothing is traced, and work runs all the same', async () => {
  const tracing = await startTracing('worker')
  expect(isTracing()).toBe(false)
  const seen = await inSpan('work', {}, async () => [currentTraceparent(), currentTraceId()])
  expect(seen).toEqual([undefined, undefined])
  expect(continueTrace(writeTraceparent(elsewhere), currentTraceparent)).toBeUndefined()
  expect(startSpan('work', null)).toBeNull()
  await tracing.stop()
})

describe('while a collector answers', () => {
  let here: TraceHere
  beforeEach(async () => {
    here = await traceHere()
  })
  afterEach(() => here.stop())

  test('a span within a span is its child', async () => {
    await inSpan('outer', {}, () => inChildSpan('inner', { attributes: { n: 1 } }, async () => undefined))
    const [outer, inner] = await here.sent()
    expect(outer).toMatchObject({ name: 'outer', parentSpanId: null })
    expect(inner).toMatchObject({ name: 'inner', parentSpanId: outer?.spanId, attributes: { n: 1 } })
    expect(inner?.traceId).toBe(outer?.traceId)
  })

  test('a leaf span hands its position over, and is not the current one', async () => {
    const [inside, handed] = await inSpan('outer', {}, () =>
      inLeafSpan('leaf', {}, async (traceparent) => [currentTraceparent(), traceparent]),
    )
    await inLeafSpan('first', {}, () => Promise.reject(new Error('bug'))).catch(() => undefined)
    const [outer, leaf, first] = await here.sent()
    expect(leaf).toMatchObject({ name: 'leaf', parentSpanId: outer?.spanId, traceId: outer?.traceId })
    expect(readTraceparent(handed)).toMatchObject({ spanId: leaf?.spanId, traceId: leaf?.traceId })
    expect(readTraceparent(inside)?.spanId).toBe(outer?.spanId)
    expect(first).toMatchObject({ name: 'first', parentSpanId: null, isFailed: true })
  })

  test('work outside any trace begins one with inSpan, and none with inChildSpan', async () => {
    await inSpan('outer', {}, () => outsideTrace(() => inChildSpan('periodic', {}, async () => undefined)))
    await inChildSpan('periodic', {}, async () => undefined)
    expect((await here.sent()).map((span) => span.name)).toEqual(['outer'])
  })

  test('a trace of another process goes on', async () => {
    await continueTrace(writeTraceparent(elsewhere), () => inSpan('job', {}, async () => undefined))
    expect(await here.sent()).toMatchObject([
      { name: 'job', traceId: elsewhere.traceId, parentSpanId: elsewhere.spanId },
    ])
  })

  describe('a trace that another process decided not to record', () => {
    const traceparent = writeTraceparent({ ...elsewhere, isSampled: false })
    const job = (run: () => Promise<unknown>, slowMs?: number) =>
      continueTrace(traceparent, () =>
        inSpan('job', slowMs === undefined ? {} : { slowMs }, () => inSpan('inner', {}, run)),
      )

    test('is not sent, and goes on unrecorded', async () => {
      const inside = await job(async () => currentTraceparent())
      expect(readTraceparent(inside)).toMatchObject({ traceId: elsewhere.traceId, isSampled: false })
      expect(await here.sent()).toEqual([])
    })

    test('is sent from the work on in which something failed, even if the error was handled', async () => {
      await expect(job(() => Promise.reject(new Error('bug')))).rejects.toThrow()
      const handled = async () => inSpan('call', {}, () => Promise.reject(new Error('bug'))).catch(() => null)
      await job(handled)
      expect(await here.sent()).toMatchObject([
        { name: 'job', parentSpanId: elsewhere.spanId, attributes: { 'andromede.kept': 'failed' } },
        { name: 'inner', isFailed: true },
        { name: 'job', isFailed: false, attributes: { 'andromede.kept': 'failed' } },
        { name: 'inner', isFailed: false },
        { name: 'call', isFailed: true },
      ])
    })

    test('is not sent when a rule refused', async () => {
      await expect(job(() => Promise.reject(new DomainError('not_found')))).rejects.toThrow()
      expect(await here.sent()).toEqual([])
    })

    test('is sent where work took longer than its limit', async () => {
      vi.useFakeTimers({ toFake: ['performance'] })
      onTestFinished(() => void vi.useRealTimers())
      await job(async () => void vi.advanceTimersByTime(1_000), 1_000)
      await job(async () => void vi.advanceTimersByTime(1_001), 1_000)
      vi.useRealTimers()
      expect(await here.sent()).toMatchObject([
        { name: 'job', attributes: { 'andromede.kept': 'slow' } },
        { name: 'inner' },
      ])
    })
  })

  test('the children of a span wait for it: of a process that was killed in it none was sent', async () => {
    const outer = startSpan('outer', null)
    await underSpan(outer, () => inSpan('inner', {}, () => inSpan('innermost', {}, async () => undefined)))
    expect(await here.sent()).toEqual([])
    outer?.end()
    const spans = await here.sent()
    expect(spans.map((span) => span.name)).toEqual(['outer', 'inner', 'innermost'])
    expect(orphansIn(spans)).toEqual([])
  })

  test('a child that ends after its parent is sent by itself', async () => {
    const outer = startSpan('outer', null)
    const inner = startSpan('inner', outer?.position ?? null)
    outer?.end()
    inner?.end()
    expect((await here.sent()).map((span) => span.name)).toEqual(['outer', 'inner'])
  })

  test('an error is noted by its kind alone, and a refusal is no failure', async () => {
    class PaymentError extends Error {
      override name = 'PaymentError'
    }
    const failing = (name: string, error: Error) =>
      inSpan(name, {}, () => Promise.reject(error)).catch(() => undefined)
    await failing('bug', new PaymentError('card 4970 of jeanne@example.fr'))
    await failing('refused', new DomainError('not_found', { internal: 'jeanne' }))
    await failing('away', new DomainError('unavailable'))
    await failing('redirect', Object.assign(new Error('NEXT_REDIRECT'), { digest: 'NEXT_REDIRECT;/login' }))
    const [bug, refused, away, redirect] = await here.sent()
    expect(bug).toMatchObject({ isFailed: true, attributes: { 'error.type': 'PaymentError' } })
    expect(refused).toMatchObject({ isFailed: false, attributes: { 'andromede.refusal': 'not_found' } })
    expect(away).toMatchObject({ isFailed: true, attributes: { 'error.type': 'unavailable' } })
    expect(redirect).toMatchObject({ isFailed: false, attributes: {} })
    expect(JSON.stringify(here.spans)).not.toMatch(/jeanne|4970/)
  })

  test('secrets and persons leave no attribute, and long texts are cut', async () => {
    const attributes = {
      path: 'https://u:hidden@h/x',
      password: 'hidden',
      by: 'jeanne@example.fr',
      long: 'x'.repeat(500),
    }
    await inSpan('work', { attributes }, async () => addToSpan({ session_token: 'hidden' }))
    const [span] = await here.sent()
    expect(JSON.stringify(span)).not.toMatch(/hidden|jeanne/)
    expect(span?.attributes.long).toHaveLength(200)
  })

  test('log lines name the trace', async () => {
    const lines: string[] = []
    const log = openLog({ write: (line) => void lines.push(line) }, 'info')
    const id = await inSpan('work', {}, async () => {
      log.info('inside')
      return currentTraceId()
    })
    log.info('outside')
    expect(lines.map((line) => JSON.parse(line).trace_id)).toEqual([id, undefined])
  })
})

test('of new traces the given share is recorded, and all have an id', async () => {
  const here = await traceHere(0)
  const position = await inSpan('work', {}, () => inSpan('inner', {}, async () => currentTraceparent()))
  expect(readTraceparent(position)).toMatchObject({ isSampled: false })
  expect(await here.sent()).toEqual([])
  await here.stop()
})

test('a process posts with its headers, names itself, and sends what waits when it leaves', async () => {
  const sink = await startOtlpSink()
  vi.stubEnv('OTEL_EXPORTER_OTLP_ENDPOINT', sink.url)
  vi.stubEnv('OTEL_TRACES_SAMPLER_ARG', '1')
  vi.stubEnv('OTEL_EXPORTER_OTLP_HEADERS', 'x-key=a%20b, x-other = 1=2')
  const tracing = await startTracing('worker')
  await inSpan('work', {}, async () => undefined)
  await tracing.stop()
  expect(isTracing()).toBe(false)
  expect(sink.spans).toMatchObject([{ name: 'work', service: 'andromede-worker' }])
  expect(sink.headers()).toMatchObject({ 'x-key': 'a b', 'x-other': '1=2' })
  await sink.stop()
})

describe('without an answer of the collector', () => {
  test('a process leaves in limited time', async () => {
    const silent = createServer(() => undefined)
    await new Promise<void>((resolve) => void silent.listen(0, '127.0.0.1', resolve))
    vi.stubEnv(
      'OTEL_EXPORTER_OTLP_ENDPOINT',
      `http://127.0.0.1:${(silent.address() as { port: number }).port}`,
    )
    const tracing = await startTracing('worker')
    await inSpan('work', {}, async () => undefined)
    await tracing.stop()
    silent.close()
    expect(isTracing()).toBe(false)
  })

  test('spans are dropped beyond the queue, and counted with those that were refused', async () => {
    const registry = openRegistry()
    const stuck: (() => void)[] = []
    const open = openTracer(
      { url: 'http://127.0.0.1:1', headers: {}, ratio: 1, process: {} },
      {
        export: (_spans, done) => void stuck.push(() => done({ code: 1 })),
        shutdown: async () => undefined,
      },
    )
    setTracer(open.tracer)
    for (let i = 0; i < 5_000; i += 1) await inSpan('work', {}, async () => undefined)
    const text = await registry.text()
    expect(text).toContain('andromede_trace_spans_total{outcome="dropped"} 904')
    setTracer(null)
    const closing = open.close()
    for (let sent = 0; sent < 4_096; sent += 512) {
      await vi.waitFor(() => expect(stuck.length).toBeGreaterThan(0))
      stuck.pop()?.()
    }
    await closing
    expect(await registry.text()).toContain('andromede_trace_spans_total{outcome="failed"} 4096')
    registry.close()
  })
})
