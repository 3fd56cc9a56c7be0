import { unreachable } from '~/lib/kernel/errors'
import { DriverError, type DriverErrorCode } from '../port/driver-error'
import type { FaultName } from './fault-names'

/** Returns the error of a fault that strikes before the effect; null for other faults. */
export function refusalBeforeEffect(fault: FaultName): DriverError | null {
  switch (fault) {
    case 'error-500':
      return simulated('hypervisor_error', 'Internal Server Error', { status: '500' })
    case 'error-502':
      return simulated('hypervisor_unreachable', 'Bad Gateway', { status: '502' })
    case 'unavailable-503':
      return simulated('hypervisor_unreachable', 'Service Unavailable', {
        status: '503',
        retryAfterSeconds: '2',
      })
    case 'throttled-429':
      return simulated('throttled', 'Too Many Requests', { status: '429', retryAfterSeconds: '1' })
    case 'unauthorised-401':
      return simulated('unauthorised', 'not authorized', { status: '401' })
    case 'capacity':
      return simulated('capacity', 'Not enough free memory on the host')
    case 'image-missing':
      return simulated('image_missing', 'Image not provided for instance creation')
    case 'conflict-exists':
      return simulated('conflict_not_ours', 'This name already exists')
    case 'host-down':
    case 'zone-down':
      return simulated('hypervisor_unreachable', 'the host does not answer')
    case 'network-down':
    case 'rules-lost':
    case 'fail-at-boot':
    case 'unreachable-after-boot':
    case 'first-boot-fails':
    case 'slow':
    case 'timeout-before-effect':
    case 'timeout-after-effect':
    case 'cut-answer':
    case 'async-late-failure':
    case 'stale-read':
    case 'vantage-away':
      return null
    default:
      return unreachable(fault)
  }
}

/** Returns how an accepted change will fail at its end under these faults; null when it will succeed. */
export function lateFailure(strike: ReadonlySet<FaultName>): { code: DriverErrorCode; text: string } | null {
  if (strike.has('fail-at-boot')) {
    return { code: 'boot_failed', text: 'Kernel panic - not syncing: no working init found' }
  }
  if (strike.has('async-late-failure')) {
    return { code: 'operation_failed', text: 'Failed to run: the task ended with exit status 1' }
  }
  return null
}

export function simulated(
  code: DriverErrorCode,
  rawText: string,
  params: Record<string, string> = {},
): DriverError {
  return new DriverError(code, { rawText, params })
}
