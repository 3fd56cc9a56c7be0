import { setTimeout as pause } from 'node:timers/promises'
import type { SagaKind } from '../saga-kinds'
import type { EffectInput, StepResult, StepResults } from './definition'
import type { Drive } from './drive'
import type { StepRow } from './queries/steps'

/** Returns the input of a step with outside effects; its calls end with the lease at the latest. */
export async function effectInput(
  drive: Drive,
  attempt: number,
  attemptsMax: number,
): Promise<EffectInput<SagaKind>> {
  const { engine, held, signal, saga } = drive
  return {
    saga,
    // Read in each step, inside its attempt: a zone without a driver is a failure like any other. This is the last read
    // before the effect, so that a process suspended since its intent does nothing in a saga that another worker took
    // over.
    driver: await held.readHeld((tx) => engine.driverFor(tx, saga.resourceId)),
    driverOf: (resourceId) => held.read((tx) => engine.driverFor(tx, resourceId)),
    attempt,
    attemptsMax,
    call: (timeoutMs = engine.callTimeoutMs) => ({
      signal: AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]),
    }),
    now: engine.now,
    wait: (millis) => pause(millis, undefined, { signal }),
    read: held.read,
  }
}

export function resultsOf(steps: readonly StepRow[]): StepResults {
  return Object.fromEntries(steps.map((step) => [step.name, step.result as StepResult | null]))
}
