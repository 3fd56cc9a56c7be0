import { expect, test } from 'vitest'
import type { Call } from './call'
import { followOperation, followOrder } from './follow'

/** Answers with these bodies one after the other. */
const answering = (...bodies: unknown[]): Call => {
  const left = [...bodies]
  return async () => ({ status: 200, headers: new Headers(), body: left.shift(), bytes: new Uint8Array() })
}
const resource = (failureCode: string | null = null) => ({
  kind: 'instance',
  id: 'i',
  name: 'web',
  state: 's',
  failureCode,
})
const order = (state: string, more = {}) => ({
  id: 'o',
  number: 'N1',
  state,
  finishedAt: null,
  hold: null,
  lines: [{ resources: [resource()] }],
  ...more,
})
const operation = (state: string, error: { code: string } | null = null) => ({
  id: 'g',
  state,
  progress: 0.5,
  resource: { kind: 'instance', id: 'i' },
  error,
})
const silent = () => {}

test('an order is followed until everything runs', async () => {
  const call = answering(order('accepted'), order('delivered', { finishedAt: 'now' }))
  expect((await followOrder(call, 'o', silent)).state).toBe('delivered')
})

test('an order that waits for a person, ends otherwise or has a failed resource ends the command', async () => {
  const ends = [
    order('held', { hold: {} }),
    order('withdrawn', { finishedAt: 'now' }),
    order('accepted', { lines: [{ resources: [resource('no_capacity')] }] }),
  ]
  for (const end of ends)
    await expect(followOrder(answering(end), 'o', silent), end.state).rejects.toMatchObject({ exitCode: 1 })
})

test('an operation is followed to its end, and fails with its code', async () => {
  const done = await followOperation(answering(operation('succeeded')), operation('running'), silent)
  expect(done.state).toBe('succeeded')
  const undone = answering(operation('undoing'), operation('undone', { code: 'host_lost' }))
  await expect(followOperation(undone, operation('running'), silent)).rejects.toThrow('undone (host_lost)')
})
