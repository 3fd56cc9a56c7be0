import { setTimeout as pause } from 'node:timers/promises'
import { chromium } from '@playwright/test'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { type IncusMember, startIncusMember } from '~/lib/hypervisors/testing/incus-member'
import {
  type OtlpSink,
  orphansIn,
  type SunkSpan,
  startOtlpSink,
} from '~/lib/kernel/tracing/testing/otlp-sink'
import { definitionOf } from '~/lib/resources/sagas/index'
import { routes } from '~/lib/routes/index'
import { findChromium } from '../../bin/lib/test/browser.ts'
import { startTestInstallation, type TestInstallation } from '../installation'

const patience = { timeout: 120_000, interval: 200 }

// Its modules read the installation's addresses at import.
let crowd: typeof import('../support/crowd')
let database: typeof import('../support/database')
let offers: typeof import('../support/incus-offer')
let world: typeof import('~/lib/ordering/testing/order-world')

const stepsOf = (spans: readonly SunkSpan[]) => spans.filter((span) => 'andromede.step' in span.attributes)

/** The names of a span and of all above it. */
function wayTo(span: SunkSpan | undefined, spans: readonly SunkSpan[]): string[] {
  const parent = spans.find((each) => each.spanId === span?.parentSpanId)
  return span ? [...wayTo(parent, spans), span.name] : []
}

/** Where a new buyer can order one server. */
async function offerOf(platform: 'simulator' | 'incus') {
  if (platform === 'incus') return offers.findIncusOffer()
  const zone = await crowd.makeSellingZone(2)
  const catalogue = await world.makeCatalogue([zone])
  return { zoneId: zone.zoneId, bundleId: catalogue.server, imageId: catalogue.imageId }
}

describe.each(['simulator', 'incus'] as const)('an order over HTTP on %s, with traces', (platform) => {
  let sink: OtlpSink
  let installation: TestInstallation
  let member: IncusMember | undefined
  let isPossible = true

  beforeAll(async () => {
    member = platform === 'incus' ? await startIncusMember() : undefined
    isPossible = member?.available !== false
    if (!isPossible) return
    sink = await startOtlpSink()
    process.env.OTEL_EXPORTER_OTLP_ENDPOINT = sink.url
    process.env.OTEL_TRACES_SAMPLER_ARG = '1'
    installation = await startTestInstallation(member?.available ? { incusSocket: member.socketPath } : {})
    delete process.env.OTEL_EXPORTER_OTLP_ENDPOINT
    delete process.env.OTEL_TRACES_SAMPLER_ARG
    Object.assign(process.env, installation.environment)
    vi.resetModules()
    crowd = await import('../support/crowd')
    database = await import('../support/database')
    offers = await import('../support/incus-offer')
    world = await import('~/lib/ordering/testing/order-world')
  }, 1_200_000)
  afterAll(async () => {
    await installation?.stop()
    await sink?.stop()
    if (member?.available) await member.stop()
  }, 120_000)

  /** Orders one server; `during` runs while its saga does. Returns the spans of the order once none is missing. */
  async function order(during: (organisationId: string) => Promise<void> = async () => undefined) {
    const line = await offerOf(platform)
    const [buyer] = await crowd.makeSignedInBuyers(1)
    if (!buyer) throw new Error('one buyer was made')
    const { organisationId } = buyer
    const argument = offers.orderOfOffer(buyer, line)
    const answer = await crowd.postOrder(installation.portalUrl, buyer, argument)
    expect(answer.outcome).toBe('accepted')
    await during(organisationId)
    const { sql } = database
    const states = async () =>
      (
        await sql`select i.state, o.state as ordered from instances i join orders o using (organisation_id)
        where organisation_id = ${organisationId}`
      )[0]
    // The saga ends when the guest has answered.
    await expect.poll(states, patience).toMatchObject({ state: 'running', ordered: 'delivered' })
    const [saga] = await sql<{ id: string; trace: string }[]>`
      select id, split_part(traceparent, '-', 2) as trace from sagas
      where organisation_id = ${organisationId} and kind = 'create_instance'`
    if (!saga) throw new Error('the order recorded a saga')
    const spans = () => sink.spans.filter((span) => span.traceId === saga.trace)
    const isWhole = () =>
      spans().some((span) => span.name === 'job settle_order') &&
      spans().some((span) => span.name.startsWith('POST ')) &&
      orphansIn(spans()).length === 0
    await expect.poll(isWhole, patience).toBe(true)
    return { sagaId: saga.id, traceId: saga.trace, spans: spans() }
  }

  async function expectWhole(sagaId: string, spans: readonly SunkSpan[]): Promise<void> {
    expect(orphansIn(spans)).toEqual([])
    expect(spans.filter((span) => span.parentSpanId === null)).toHaveLength(1)
    expect(new Set(spans.map((span) => span.service))).toEqual(
      new Set(['andromede-portal', 'andromede-worker']),
    )
    const planned = await database.sql<{ name: string; state: string }[]>`
      select name, state from saga_steps where saga_id = ${sagaId} order by position`
    const known = definitionOf('create_instance').steps.map((step) => step.name)
    for (const { name } of planned) expect(known).toContain(name)
    const steps = stepsOf(spans)
    expect(new Set(steps.map((span) => span.name))).toEqual(
      new Set(planned.map(({ name }) => `saga create_instance: run ${name}`)),
    )
    const toStep = [
      expect.stringMatching(/^POST \//),
      'action placeOrderAction',
      'transaction',
      'record sagas',
      expect.stringMatching(/^saga create_instance: run /),
    ]
    for (const step of steps) expect(wayTo(step, spans)).toEqual(toStep)
    const created = spans.find((span) => span.name === 'driver createInstance')
    expect(wayTo(created, spans)).toEqual([...toStep, 'driver createInstance'])
    // A call whose worker was killed has lost its span: the next attempt finds what it made.
    const inner = spans.filter((span) => span.name.startsWith('incus ') && wayTo(span, spans).length > 6)
    if (platform === 'incus') expect(inner.length).toBeGreaterThan(0)
    for (const span of inner) expect(wayTo(span, spans).slice(0, 5)).toEqual(toStep)
    const jobs = spans.filter((span) => span.name.startsWith('job '))
    expect(jobs.map(({ name }) => name)).toContain('job settle_order')
    for (const job of jobs) expect(wayTo(job, spans).at(-2)).toBe(job.name.replace('job ', 'enqueue '))
  }

  test('is one trace from the click to the hypervisor, each step in it', async ({ skip }) => {
    if (!isPossible) return skip()
    const { sagaId, spans } = await order()
    await expectWhole(sagaId, spans)
    // A killed worker's span of this job is lost; its successor finds the saga by itself.
    expect(spans.map(({ name }) => name)).toContain('job run_saga')
    const [first] = spans.filter((span) => span.parentSpanId === null)
    const end = Math.max(...spans.map((span) => span.endedAt))
    const took = Math.round(end - (first?.startedAt ?? 0))
    console.log(`${platform}: ${spans.length} spans, ${stepsOf(spans).length} steps, ${took} ms`)
  }, 240_000)

  test('stays one trace when the worker is killed amid its saga', async ({ skip }) => {
    if (!isPossible) return skip()
    const before = installation.pids().worker
    const { sagaId, spans } = await order(async (organisationId) => {
      const running = () => database.sql`select 1 from sagas g join saga_steps s on s.saga_id = g.id
        where g.organisation_id = ${organisationId} and s.state = 'running'`
      while ((await running()).length === 0) await pause(5)
      process.kill(Number(before), 'SIGKILL')
    })
    expect(installation.pids().worker).not.toBe(before)
    await expectWhole(sagaId, spans)
    const attempts = stepsOf(spans).map((span) => Number(span.attributes['andromede.attempt']))
    expect(Math.max(...attempts)).toBeGreaterThan(1)
  }, 240_000)

  test('contains no address of a person, no secret and no SQL', ({ skip }) => {
    if (!isPossible) return skip()
    const text = JSON.stringify(sink.spans)
    expect(text).not.toMatch(/@[a-z]|andromede-portal=|password|select |insert into/i)
  })

  test('is found from the operator’s page of its saga', async ({ skip }) => {
    if (!isPossible) return skip()
    const { sagaId, traceId } = await order()
    const { signIn } = await import('../support/session')
    const { demonstrationStaff } = await import('../support/demonstration')
    const executablePath = findChromium()
    const browser = await chromium.launch({
      ...(executablePath === undefined ? {} : { executablePath }),
      args: [...(process.getuid?.() === 0 ? ['--no-sandbox'] : []), '--disable-dev-shm-usage'],
    })
    try {
      const staff = await demonstrationStaff('audit@andromede.example')
      for (const [language, theme, width] of [
        ['fr', 'light', 1440],
        ['en', 'dark', 390],
      ] as const) {
        const context = await browser.newContext({ viewport: { width, height: 900 } })
        const cookies = Object.entries({ locale: language, theme })
        await context.addCookies(
          cookies.map(([name, value]) => ({ name, value, url: installation.operatorUrl })),
        )
        await signIn(context, staff)
        const page = await context.newPage()
        await page.goto(`${installation.operatorUrl}${routes.operator.saga(sagaId)}`)
        await page.getByText(traceId).waitFor({ state: 'visible' })
        await page.screenshot({ path: `test-results/saga-${language}-${theme}.png`, fullPage: true })
        const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
        expect(overflow).toBeLessThanOrEqual(0)
        await context.close()
      }
    } finally {
      await browser.close()
    }
  }, 240_000)
})
