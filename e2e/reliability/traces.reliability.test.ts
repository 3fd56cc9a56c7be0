import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  type OtlpSink,
  orphansIn,
  type SunkSpan,
  startOtlpSink,
} from '~/lib/kernel/tracing/testing/otlp-sink'
import { definitionOf } from '~/lib/resources/sagas/index'
import { startTestInstallation, type TestInstallation } from '../installation'

const patience = { timeout: 90_000, interval: 200 }

describe('an order over HTTP, with traces', () => {
  let sink: OtlpSink
  let installation: TestInstallation
  // Its modules read the installation's addresses at import.
  let crowd: typeof import('../support/crowd')
  let database: typeof import('../support/database')
  let world: typeof import('~/lib/ordering/testing/order-world')

  beforeAll(async () => {
    sink = await startOtlpSink()
    process.env.OTEL_EXPORTER_OTLP_ENDPOINT = sink.url
    installation = await startTestInstallation()
    delete process.env.OTEL_EXPORTER_OTLP_ENDPOINT
    Object.assign(process.env, installation.environment)
    crowd = await import('../support/crowd')
    database = await import('../support/database')
    world = await import('~/lib/ordering/testing/order-world')
  }, 600_000)
  afterAll(async () => {
    await installation?.stop()
    await sink?.stop()
  }, 60_000)

  /** Orders one server; `during` runs while its saga does. Returns the spans of the order once none is missing. */
  async function order(during: (organisationId: string) => Promise<void> = async () => undefined) {
    const zone = await crowd.makeSellingZone(2)
    const catalogue = await world.makeCatalogue([zone])
    const [buyer] = await crowd.makeSignedInBuyers(1)
    if (!buyer) throw new Error('one buyer was made')
    const { organisationId } = buyer
    const answer = await crowd.postOrder(installation.portalUrl, buyer, crowd.orderOf(buyer, zone, catalogue))
    expect(answer.outcome).toBe('accepted')
    await during(organisationId)
    const { sql } = database
    const states = async () =>
      (
        await sql`select i.state, o.state as ordered from instances i join orders o using (organisation_id)
        where organisation_id = ${organisationId}`
      )[0]
    await expect.poll(states, patience).toMatchObject({ state: 'running', ordered: 'delivered' })
    const [saga] = await sql`select id, split_part(traceparent, '-', 2) as trace from sagas
      where organisation_id = ${organisationId}`
    const spans = () => sink.spans.filter((span) => span.traceId === saga?.trace)
    const isWhole = () =>
      spans().some((span) => span.name === 'job settle_order') &&
      spans().some((span) => span.name.startsWith('POST ')) &&
      orphansIn(spans()).length === 0
    await expect.poll(isWhole, patience).toBe(true)
    return { sagaId: String(saga?.id), spans: spans() }
  }

  const stepsOf = (spans: readonly SunkSpan[]) => spans.filter((span) => 'andromede.step' in span.attributes)
  /** The names of a span and of all above it. */
  function wayTo(span: SunkSpan | undefined, spans: readonly SunkSpan[]): string[] {
    const parent = spans.find((each) => each.spanId === span?.parentSpanId)
    return span ? [...wayTo(parent, spans), span.name] : []
  }

  test('is one trace from the click to the hypervisor, each step in it', async () => {
    const { spans } = await order()
    const steps = stepsOf(spans)
    const applying = new Set(steps.map((span) => String(span.attributes['andromede.step'])))
    const [{ count } = { count: 0 }] = await database.sql<{ count: number }[]>`
      select count(*)::int from saga_steps s join sagas g on g.id = s.saga_id
      where split_part(g.traceparent, '-', 2) = ${spans[0]?.traceId ?? ''}`
    expect(applying.size).toBe(count)
    const known = definitionOf('create_instance').steps.map((step) => step.name)
    for (const name of applying) expect(known).toContain(name)
    expect(spans.filter((span) => span.parentSpanId === null)).toHaveLength(1)
    expect(new Set(spans.map((span) => span.service))).toEqual(
      new Set(['andromede-portal', 'andromede-worker']),
    )

    const created = spans.find((span) => span.name === 'driver createInstance')
    expect(wayTo(created, spans)).toEqual([
      expect.stringMatching(/^POST \//),
      'action placeOrderAction',
      'transaction',
      'record sagas',
      expect.stringMatching(/^saga create_instance: run /),
      'driver createInstance',
    ])
    const settled = spans.find((span) => span.name === 'job settle_order')
    expect(wayTo(settled, spans).slice(-3, -1)).toEqual([expect.any(String), 'enqueue settle_order'])
    const [first] = spans.filter((span) => span.parentSpanId === null)
    const end = Math.max(...spans.map((span) => span.endedAt))
    console.log(
      `${spans.length} spans, ${steps.length} steps, ${Math.round(end - (first?.startedAt ?? 0))} ms`,
    )
  }, 180_000)

  test('stays one trace when the worker is killed amid its saga', async () => {
    const before = installation.pids().worker
    const { spans } = await order(async (organisationId) => {
      const running = () => database.sql`select 1 from sagas g join saga_steps s on s.saga_id = g.id
        where g.organisation_id = ${organisationId} and s.state = 'running'`
      await expect.poll(running, { timeout: 60_000, interval: 5 }).toHaveLength(1)
      process.kill(Number(before), 'SIGKILL')
    })
    expect(installation.pids().worker).not.toBe(before)
    expect(orphansIn(spans)).toEqual([])
    expect(spans.filter((span) => span.parentSpanId === null)).toHaveLength(1)
    const attempts = stepsOf(spans).map((span) => Number(span.attributes['andromede.attempt']))
    expect(Math.max(...attempts)).toBeGreaterThan(1)
  }, 180_000)

  test('names nobody, and no secret', () => {
    const text = JSON.stringify(sink.spans)
    expect(text).not.toMatch(/@[a-z]|andromede-portal=|password|select |insert into/i)
  })
})
