import { setTimeout as pause } from 'node:timers/promises'
import type { Call } from './call'
import { exitCodes, Failure } from './failure'

export type Operation = {
  id: string
  state: string
  progress: number
  resource: { kind: string; id: string }
  error: { code: string } | null
}
export type Order = {
  id: string
  number: string
  state: string
  finishedAt: string | null
  hold: unknown
  lines: {
    resources: { kind: string; id: string; name: string; state: string; failureCode: string | null }[]
  }[]
}
/** Writes to people what goes on; nothing to programs. */
export type Progress = (text: string) => void

const heldSeconds = 25
const orderEveryMs = 700

/** The operation at its end. */
export async function followOperation(call: Call, first: Operation, progress: Progress): Promise<Operation> {
  let seen = first
  while (seen.state === 'running' || seen.state === 'undoing') {
    progress(`${seen.state} ${Math.round(seen.progress * 100)} %`)
    seen = (await call({ method: 'GET', path: `/v1/operations/${seen.id}`, wait: heldSeconds }))
      .body as Operation
  }
  progress('')
  if (seen.state === 'succeeded') return seen
  const reason = seen.error ? ` (${seen.error.code})` : ''
  throw new Failure(exitCodes.failed, `The operation ${seen.id} is ${seen.state}${reason}.`)
}

/** The order once everything runs. It fails where it waits for a person, or where a resource failed. */
export async function followOrder(call: Call, orderId: string, progress: Progress): Promise<Order> {
  for (;;) {
    const order = (await call({ method: 'GET', path: `/v1/orders/${orderId}` })).body as Order
    const resources = order.lines.flatMap((line) => line.resources)
    const failed = resources.filter(({ failureCode }) => failureCode !== null)
    progress(`${order.state} ${resources.map(({ name, state }) => `${name}: ${state}`).join(', ')}`)
    if (order.state === 'delivered') {
      progress('')
      return order
    }
    if (order.hold)
      throw new Failure(exitCodes.failed, `The order ${order.number} waits for a decision. It is placed.`)
    if (order.finishedAt !== null || failed.length > 0) {
      const why = failed.map(({ name, failureCode }) => `${name}: ${failureCode}`).join(', ') || order.state
      throw new Failure(exitCodes.failed, `The order ${order.number} was not delivered (${why}).`)
    }
    await pause(orderEveryMs)
  }
}
