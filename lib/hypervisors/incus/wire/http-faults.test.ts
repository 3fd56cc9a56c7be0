import { afterEach, describe, expect, it } from 'vitest'
import type { DriverErrorCode } from '../../port/driver-error'
import {
  type Answerer,
  accepted,
  cutMidBody,
  incusError,
  json,
  silence,
  startFlakyServer,
  sync,
  text,
} from '../../testing/flaky-server'
import { soon } from '../../testing/world'
import { createIncusContext } from '../context'
import { openIncusHttp } from './http-client'
import { run } from './operations'

const closers: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of closers.splice(0)) await close()
})

async function connect(
  answers: readonly Answerer[],
  over: { failureLimit?: number; requestTimeoutMs?: number } = {},
) {
  const server = await startFlakyServer(answers)
  let millis = 0
  const now = () => new Date(millis)
  const http = openIncusHttp({
    socketPath: server.socketPath,
    now,
    requestTimeoutMs: over.requestTimeoutMs ?? 20_000,
    failureLimit: over.failureLimit ?? 5,
    circuitOpenMs: 10_000,
  })
  closers.push(() => http.close(), server.stop)
  const incus = createIncusContext({ http, project: 'default', installation: 'test', now })
  const call = () => run(incus, 'PUT', '/1.0/instances/x/state', { ...soon(), json: { action: 'start' } })
  return {
    server,
    call,
    incus,
    pass: (ms: number) => {
      millis += ms
    },
  }
}

type Row = [name: string, answers: Answerer[], code: DriverErrorCode, retryable: boolean]
const matrix: Row[] = [
  ['500', [incusError(500, 'boom')], 'hypervisor_error', true],
  [
    '500 that is a full project',
    [incusError(500, 'Reached maximum number of instances in project "x"')],
    'capacity',
    false,
  ],
  ['502 of a proxy', [text(502, '<html>Bad Gateway</html>')], 'hypervisor_unreachable', true],
  [
    '503 and Retry-After',
    [text(503, 'Service Unavailable', { 'retry-after': '7' })],
    'hypervisor_unreachable',
    true,
  ],
  ['504 without a body', [text(504, '')], 'hypervisor_unreachable', true],
  ['429', [incusError(429, 'Too many requests', { 'retry-after': '3' })], 'throttled', true],
  ['401', [incusError(401, 'not authorized')], 'unauthorised', false],
  ['403', [incusError(403, 'not authorized')], 'unauthorised', false],
  ['403 of an evacuated member', [incusError(403, 'Cluster member is evacuated')], 'capacity', false],
  ['404', [incusError(404, 'Instance not found')], 'not_found', false],
  ['409', [incusError(409, 'Volume by that name already exists')], 'conflict_not_ours', false],
  ['412', [incusError(412, "ETag doesn't match")], 'changed_meanwhile', true],
  ['400', [incusError(400, 'Invalid config')], 'rejected', false],
  ['no answer in time', [silence], 'timeout', true],
  ['a connection cut in the middle', [cutMidBody], 'bad_answer', true],
  ['truncated JSON', [text(200, '{"type":"sync","meta')], 'bad_answer', true],
  ['JSON of another shape', [json(200, { hello: 'world' })], 'bad_answer', true],
  ['an empty body', [text(200, '')], 'bad_answer', true],
  [
    'an operation that fails late',
    [accepted, sync({ id: '1', status_code: 400, err: 'it broke' })],
    'operation_failed',
    true,
  ],
  [
    'an operation that fails late, in the form of version 6.0',
    [accepted, incusError(500, 'it broke')],
    'operation_failed',
    true,
  ],
  [
    'an operation that finds no room',
    [accepted, incusError(500, 'write: no space left on device')],
    'capacity',
    false,
  ],
  [
    'an operation without its image',
    [accepted, incusError(500, 'Image not provided for instance creation')],
    'image_missing',
    false,
  ],
  ['a lost operation', [accepted, incusError(404, 'Operation not found')], 'operation_lost', true],
  ['a member that dies during an operation', [accepted, cutMidBody], 'bad_answer', true],
]

describe('faults of the hypervisor', () => {
  it.each(matrix)('%s', async (_name, answers, code, retryable) => {
    const { call } = await connect(answers, answers[0] === silence ? { requestTimeoutMs: 50 } : {})
    await expect(call()).rejects.toMatchObject({ name: 'DriverError', code, retryable })
  })

  it('keeps the hypervisor’s text and its retry time', async () => {
    const { call } = await connect([incusError(503, 'Service Unavailable', { 'retry-after': '7' })])
    await expect(call()).rejects.toMatchObject({
      rawText: 'Service Unavailable',
      params: { status: '503', retryAfterSeconds: '7' },
    })
  })

  it('reports a refused connection', async () => {
    const { call, server } = await connect([silence])
    await server.stop()
    await expect(call()).rejects.toMatchObject({ code: 'hypervisor_unreachable', retryable: true })
  })

  it('waits in slices while an operation runs', async () => {
    const running = sync({ id: '1', status_code: 103, err: '' })
    const { call, server } = await connect([
      accepted,
      running,
      running,
      sync({ id: '1', status_code: 200, err: '' }),
    ])
    expect(await call()).toMatchObject({ status_code: 200 })
    expect(server.seen.slice(1)).toEqual(Array(3).fill('GET /1.0/operations/1/wait?timeout=10'))
  })

  it('waits for the operation of another member, which comes with its project', async () => {
    const forwarded = json(202, {
      type: 'async',
      status_code: 100,
      operation: '/1.0/operations/1?project=org-1',
      metadata: { id: '1', status_code: 103, err: '', resources: {} },
    })
    const { call, server } = await connect([forwarded, sync({ id: '1', status_code: 200, err: '' })])
    expect(await call()).toMatchObject({ status_code: 200 })
    expect(server.seen.slice(1)).toEqual(['GET /1.0/operations/1/wait?timeout=10'])
  })

  it('stops when the caller gives up, in a request and in an operation', async () => {
    const late = { code: 'timeout', retryable: true }
    for (const before of [[], [accepted]]) {
      const caller = new AbortController()
      const { incus } = await connect([...before, () => caller.abort()])
      const call = run(incus, 'PUT', '/1.0/instances/x/state', { signal: caller.signal, json: {} })
      await expect(call).rejects.toMatchObject(late)
    }
    const { incus, server } = await connect([accepted])
    const passed = run(incus, 'PUT', '/1.0/instances/x/state', { signal: AbortSignal.abort(), json: {} })
    await expect(passed).rejects.toMatchObject(late)
    expect(server.seen).toEqual([])
  })
})

describe('the circuit', () => {
  it('opens after five failures in a row, sends nothing while open, and closes after a successful trial', async () => {
    const down = text(503, 'down')
    const { call, server, pass } = await connect([down, down, down, down, down, sync({})])
    for (let failures = 1; failures <= 5; failures += 1)
      await expect(call()).rejects.toMatchObject({ params: { status: '503' } })
    await expect(call()).rejects.toMatchObject({
      code: 'hypervisor_unreachable',
      params: { circuit: 'open' },
    })
    expect(server.seen).toHaveLength(5)
    pass(10_000)
    await call()
    await call()
    expect(server.seen).toHaveLength(7)
  })

  it('stays closed when failures are not in a row', async () => {
    const down = text(503, 'down')
    const { call } = await connect([down, sync({}), down, sync({}), down, sync({})], { failureLimit: 2 })
    for (let rounds = 1; rounds <= 3; rounds += 1) {
      await expect(call()).rejects.toMatchObject({ params: { status: '503' } })
      await call()
    }
  })

  it('reopens at once when the trial fails', async () => {
    const { call, server, pass } = await connect([text(503, 'down')], { failureLimit: 2 })
    for (let failures = 1; failures <= 2; failures += 1)
      await expect(call()).rejects.toMatchObject({ params: { status: '503' } })
    pass(10_000)
    await expect(call()).rejects.toMatchObject({ params: { status: '503' } })
    await expect(call()).rejects.toMatchObject({ params: { circuit: 'open' } })
    expect(server.seen).toHaveLength(3)
  })

  it('stays closed when the hypervisor answers with a refusal', async () => {
    const { call } = await connect([incusError(400, 'no')], { failureLimit: 2 })
    for (let refusals = 1; refusals <= 4; refusals += 1)
      await expect(call()).rejects.toMatchObject({ code: 'rejected' })
  })

  it('stays closed when the caller gives up', async () => {
    const callers = [new AbortController(), new AbortController()]
    const giveUps = callers.map(
      (caller): Answerer =>
        () =>
          caller.abort(),
    )
    const { incus, call } = await connect([...giveUps, sync({})], { failureLimit: 2 })
    for (const { signal } of callers) {
      await expect(run(incus, 'PUT', '/x', { signal, json: {} })).rejects.toMatchObject({ code: 'timeout' })
    }
    await call()
  })
})

it('reads no more of an answer than its caller wants', async () => {
  const { incus } = await connect([text(200, 'x'.repeat(1_001)), text(200, 'x'.repeat(1_000))])
  const read = () => incus.http.text('/1.0/instances/x/files', { ...soon(), answerBytesMax: 1_000 })
  await expect(read()).rejects.toMatchObject({ code: 'bad_answer' })
  expect(await read()).toHaveLength(1_000)
})
