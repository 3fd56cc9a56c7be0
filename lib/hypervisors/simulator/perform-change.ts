import type { SimulatedChange } from '~/db/schema/simulator'
import type { SimulatorTx } from '~/db/simulator-client'
import { addSeconds } from '~/lib/kernel/time/clock'
import { DriverError, type DriverErrorCode, deadlineError } from '../port/driver-error'
import { applyDueChange } from './apply-due-change'
import type { FaultName, SimulatedOperationName } from './fault-names'
import { operationMs, type Pace } from './latencies'
import {
  findOperation,
  getSettings,
  insertOperation,
  lockNames,
  type SimulatorSettings,
} from './queries/index'
import { lateFailure, refusalBeforeEffect, simulated } from './refusals'
import { pause, type Simulator, transact } from './simulator'
import { type Subject, takeFaults } from './take-faults'

const pollMs = 250
const recordsKeptSeconds = 3600

export type Change = {
  operation: SimulatedOperationName
  /** The objects that must not change meanwhile; the first is the one that changes. */
  targets: readonly [string, ...string[]]
  subject(tx: SimulatorTx): Promise<Subject>
  /**
   * Returns the change for the current state; `done` when nothing is left to do. Throws what a hypervisor would refuse.
   */
  decide(tx: SimulatorTx, pace: Pace, struck: ReadonlySet<FaultName>): Promise<SimulatedChange | 'done'>
}

type Arrival =
  | { outcome: 'occupied'; until: Date }
  | { outcome: 'silent'; settings: SimulatorSettings }
  | {
      outcome: 'accepted'
      operationId: bigint | null
      dueAt: Date
      struck: Set<FaultName>
      settings: SimulatorSettings
    }

/**
 * Carries out one change as a hypervisor does: it is accepted in one transaction, takes effect at its due time even
 * without a waiting caller, and the caller polls for the end. A running change of a target delays the next one.
 */
export async function performChange(
  simulator: Simulator,
  change: Change,
  signal: AbortSignal,
): Promise<void> {
  for (;;) {
    if (signal.aborted) throw deadlineError(signal)
    const arrival = await transact(simulator, (tx) => arrive(tx, simulator, change))
    switch (arrival.outcome) {
      case 'silent':
        throw await silence(arrival.settings, signal)
      case 'occupied':
        await waitUntil(simulator, arrival.until, signal)
        continue
      case 'accepted':
        if (arrival.struck.has('timeout-after-effect')) throw await silence(arrival.settings, signal)
        if (arrival.struck.has('cut-answer')) throw simulated('bad_answer', 'other side closed')
        if (arrival.operationId !== null)
          await waitForEnd(simulator, change, arrival.operationId, arrival.dueAt, signal)
        return
    }
  }
}

async function arrive(tx: SimulatorTx, simulator: Simulator, change: Change): Promise<Arrival> {
  const now = simulator.now()
  await lockNames(tx, change.targets)
  for (const target of change.targets) {
    const running = await applyDueChange(tx, target, now)
    if (running) return { outcome: 'occupied', until: running.dueAt }
  }
  const settings = await getSettings(tx)
  const struck = await takeFaults(tx, change.operation, await change.subject(tx))
  if (struck.has('timeout-before-effect')) return { outcome: 'silent', settings }
  const pace = { latencyPercent: settings.latencyPercent, isSlow: struck.has('slow') }
  const wanted = await change.decide(tx, pace, struck)
  if (wanted === 'done') return { outcome: 'accepted', operationId: null, dueAt: now, struck, settings }
  const failure = lateFailure(struck)
  const dueAt = addSeconds(now, operationMs(change.operation, pace) / 1000)
  const operation = {
    target: change.targets[0],
    change: wanted,
    dueAt,
    failureCode: failure?.code ?? null,
    failureText: failure?.text ?? null,
  }
  const operationId = await insertOperation(tx, operation, addSeconds(now, -recordsKeptSeconds))
  return { outcome: 'accepted', operationId, dueAt, struck, settings }
}

/** Throws for the first fault that refuses. Called by `decide` once a change is needed. */
export function refuseIfStruck(struck: ReadonlySet<FaultName>): void {
  for (const fault of struck) {
    const refusal = refusalBeforeEffect(fault)
    if (refusal) throw refusal
  }
}

async function waitForEnd(
  simulator: Simulator,
  change: Change,
  id: bigint,
  dueAt: Date,
  signal: AbortSignal,
) {
  await waitUntil(simulator, dueAt, signal)
  const operation = await transact(simulator, async (tx) => {
    await lockNames(tx, change.targets)
    await applyDueChange(tx, change.targets[0], simulator.now())
    return findOperation(tx, id)
  })
  if (!operation) throw simulated('operation_lost', 'Operation not found')
  if (operation.failureCode === null) return
  throw new DriverError(operation.failureCode as DriverErrorCode, { rawText: operation.failureText ?? '' })
}

async function waitUntil(simulator: Simulator, instant: Date, signal: AbortSignal): Promise<void> {
  for (;;) {
    const leftMs = instant.getTime() - simulator.now().getTime()
    if (leftMs <= 0) return
    await pause(Math.min(leftMs, pollMs), signal)
  }
}

/** No answer: the caller's client gives up after its own time-out. */
async function silence({ requestTimeoutMs, latencyPercent }: SimulatorSettings, signal: AbortSignal) {
  await pause(Math.round((requestTimeoutMs * latencyPercent) / 100), signal)
  return simulated('timeout', 'no answer within the time-out')
}
