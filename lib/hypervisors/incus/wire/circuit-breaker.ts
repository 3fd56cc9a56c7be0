import { DriverError } from '../../port/driver-error'

export type CircuitBreaker = {
  /** Throws `hypervisor_unreachable` at once while the circuit is open. */
  enter(): void
  succeeded(): void
  failed(): void
}

/**
 * Stops calling a hypervisor that does not answer: after `failureLimit` failures in a row every call is
 * refused for `openMs`, then one trial call is let through, whose result closes or reopens the circuit.
 * A trial without a result (its caller gave up) is followed by another after the same time.
 */
export function createCircuitBreaker(options: {
  failureLimit: number
  openMs: number
  now: () => Date
}): CircuitBreaker {
  let failures = 0
  let openUntil: number | null = null
  return {
    enter() {
      if (openUntil === null) return
      const millis = options.now().getTime()
      if (millis < openUntil) {
        throw new DriverError('hypervisor_unreachable', {
          rawText: 'not called: it did not answer the last calls',
          params: { circuit: 'open' },
        })
      }
      openUntil = millis + options.openMs
    },
    succeeded() {
      failures = 0
      openUntil = null
    },
    failed() {
      failures += 1
      if (failures >= options.failureLimit) openUntil = options.now().getTime() + options.openMs
    },
  }
}
