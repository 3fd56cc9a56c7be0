import fc from 'fast-check'
import { afterAll, beforeAll, beforeEach, describe, expect, onTestFinished, test } from 'vitest'
import { useTestDatabase } from '~/db/testing/use-test-database'
import { DriverError } from '~/lib/hypervisors/port/index'
import { orphansIn, type SunkSpan } from '~/lib/kernel/tracing/testing/otlp-sink'
import { type TraceHere, traceHere } from '~/lib/kernel/tracing/testing/trace-here'
import { currentTraceId, inSpan } from '~/lib/kernel/tracing/tracer'
import { sagaKinds } from '~/lib/sagas/saga-kinds'
import { driveToRest } from '../testing/drive'
import { expireLease, waitForEnds } from '../testing/kill-programme'
import { openSagaWorld, type SagaWorld } from '../testing/saga-world'
import { prepareSaga, readSaga } from '../testing/scenarios'
import { startWorkerProcess } from '../testing/worker-process'

const database = useTestDatabase()
let world: SagaWorld
let here: TraceHere

beforeAll(async () => {
  world = await openSagaWorld(database.current)
})
beforeEach(async () => {
  here = await traceHere()
  return () => here.stop()
})
afterAll(() => world?.close())

/** The span of each attempt at a step, forward and back. */
const stepsIn = (spans: readonly SunkSpan[], sagaId: string) =>
  spans.filter(
    ({ attributes }) => attributes['andromede.saga_id'] === sagaId && 'andromede.step' in attributes,
  )
const named = (spans: readonly SunkSpan[], start: string) =>
  spans.filter(({ name }) => name.startsWith(start))

/** A saga that a request recorded, and the request's trace. */
const requested = (kind: (typeof sagaKinds)[number]) =>
  inSpan('request', {}, async () => ({ ...(await prepareSaga(world, kind)), traceId: currentTraceId() }))

describe('every attempt at a step of a saga is a span in the trace of its request', () => {
  test.each(sagaKinds)('%s', async (kind) => {
    const { sagaId, traceId } = await requested(kind)
    await driveToRest(world.engine(), sagaId)
    const spans = (await here.sent()).filter((span) => span.traceId === traceId)
    const { steps } = await readSaga(world, sagaId)
    expect(stepsIn(spans, sagaId).map(({ name }) => name)).toEqual(
      steps.map((step) => `saga ${kind}: run ${step.name}`),
    )
    expect(orphansIn(spans)).toEqual([])
    const records = new Set(named(spans, 'record sagas').map((span) => span.spanId))
    for (const step of stepsIn(spans, sagaId)) expect(records).toContain(step.parentSpanId)
  })

  test('also of attempts that fail, wherever they do, and of their compensation', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...sagaKinds),
        fc.nat(30),
        fc.boolean(),
        async (kind, at, isLasting) => {
          const { sagaId, traceId } = await requested(kind)
          let tries = 0
          const effects: string[] = []
          const crash = (point: { step: string; direction: string; place: string }) => {
            if (point.place !== 'before_effect') return
            effects.push(`saga ${kind}: ${point.direction} ${point.step}`)
            tries += 1
            if (point.direction === 'run' && tries === at + 1)
              throw new DriverError(isLasting ? 'rejected' : 'timeout', { rawText: 'of the test' })
          }
          await driveToRest(world.engine({ crash }), sagaId)
          const spans = (await here.sent()).filter((span) => span.traceId === traceId)
          const steps = stepsIn(spans, sagaId)
          // A step whose compensation is to do nothing has no effect, and a span all the same.
          expect(steps.map(({ name }) => name)).toEqual(expect.arrayContaining(effects))
          expect(steps.length).toBeGreaterThanOrEqual(effects.length)
          expect(steps.filter((span) => span.isFailed)).toHaveLength(tries > at ? 1 : 0)
          expect(orphansIn(spans)).toEqual([])
        },
      ),
      { numRuns: 10 },
    )
  }, 180_000)
})

test('the calls of a step to the hypervisor and its transactions are below it', async () => {
  const { measuredDriver } = await import('~/lib/hypervisors/measured-driver')
  const { sagaId } = await requested('create_instance')
  const driver = measuredDriver(world.simulator, 'PAR1')
  await driveToRest(world.engine({ driverFor: async () => driver }), sagaId)
  const spans = await here.sent()
  const steps = new Set(stepsIn(spans, sagaId).map((span) => span.spanId))
  const calls = named(spans, 'driver ').filter((span) => steps.has(span.parentSpanId ?? ''))
  expect(calls.map(({ name }) => name)).toEqual(
    expect.arrayContaining(['driver createVolume', 'driver createInstance', 'driver bootInstance']),
  )
  const transactions = named(spans, 'transaction').filter((span) => steps.has(span.parentSpanId ?? ''))
  expect(new Set(transactions.map((span) => span.parentSpanId))).toEqual(steps)
  expect(transactions[0]?.attributes).toMatchObject({ 'andromede.pool': 'worker-sagas' })
})

test('the trace goes on in the worker that takes over from one that was killed', async () => {
  const { sagaId, traceId } = await requested('create_instance')
  // Sagas of earlier tests may wait too.
  const room = { WORKER_SAGAS_PER_ORGANISATION: '1000', WORKER_SAGAS: '1000' }
  const env = { OTEL_EXPORTER_OTLP_ENDPOINT: here.url, LOG_LEVEL: 'fatal', ...room }
  const scenario = { sagaId } as Parameters<typeof waitForEnds>[1][number]
  const killed = startWorkerProcess(database.current, {
    ...env,
    CRASH_AT: `create_instance.create_instance.run.after_effect@${sagaId}`,
  })
  expect((await killed.exited).signal).toBe('SIGKILL')
  await expireLease(world, sagaId)
  const heir = startWorkerProcess(database.current, env)
  onTestFinished(() => heir.kill('SIGKILL'))
  expect((await waitForEnds(world, [scenario], 60_000)).live).toBe(0)
  heir.kill('SIGTERM')
  expect((await heir.exited).code).toBe(0)

  const spans = (await here.sent()).filter((span) => span.traceId === traceId)
  const { state, steps } = await readSaga(world, sagaId)
  expect(state).toBe('succeeded')
  expect(new Set(stepsIn(spans, sagaId).map((span) => span.attributes['andromede.step']))).toContain(
    steps.at(-1)?.name,
  )
  const again = stepsIn(spans, sagaId).find((span) => span.attributes['andromede.step'] === 'create_instance')
  expect(again).toMatchObject({ service: 'andromede-worker', attributes: { 'andromede.attempt': 2 } })
  expect(orphansIn(spans)).toEqual([])
}, 150_000)

describe('a saga that no traced request recorded', () => {
  test('has one trace all the same, from the first worker on', async () => {
    await here.stop()
    const { sagaId } = await prepareSaga(world, 'create_volume')
    here = await traceHere()
    await driveToRest(world.engine(), sagaId)
    const spans = await here.sent()
    const [first] = named(spans, 'begin trace of saga')
    expect(first).toMatchObject({ parentSpanId: null, attributes: { 'andromede.saga_id': sagaId } })
    expect(named(spans, 'begin trace of saga')).toHaveLength(1)
    const steps = stepsIn(spans, sagaId)
    expect(steps.length).toBeGreaterThan(1)
    for (const step of steps)
      expect(step).toMatchObject({ traceId: first?.traceId, parentSpanId: first?.spanId })
  })

  test('begins a trace that links to the one of its resource, when a sweeper recorded it', async () => {
    const { resources, sagaId } = await prepareSaga(world, 'purge_volume')
    const [made, purge] = await world.rows.query<{ id: string; trace: string }>(
      `select id, split_part(traceparent, '-', 2) as trace from sagas where resource_id = $1 order by created_at`,
      resources.volume ?? '',
    )
    expect(purge?.id).toBe(sagaId)
    expect(purge?.trace).not.toBe(made?.trace)
    const roots = named(await here.sent(), 'record sagas').filter((span) => span.traceId === purge?.trace)
    expect(roots).toMatchObject([{ parentSpanId: null, links: [made?.trace] }])
  })
})
