/**
 * Every way in which a hypervisor call can fail, and whether the same call may succeed later. A saga retries a
 * retryable failure a bounded number of times and compensates after any other.
 */
export const retryableByCode = {
  /** Does not answer, refuses connections, or is reported as down by a proxy. */
  hypervisor_unreachable: true,
  /** No answer in time: the effect may have happened. */
  timeout: true,
  /** The response is not in its protocol (truncated, not JSON): the effect may have happened. */
  bad_answer: true,
  throttled: true,
  /** A member of the cluster is dead, and the hypervisor makes such a change only on all of them. */
  member_down: true,
  /** Another operation holds the object. */
  busy: true,
  /** Accepted, then failed, with an unspecific text. */
  operation_failed: true,
  /** An internal error of the hypervisor. */
  hypervisor_error: true,
  /** The record of an accepted operation is gone: only the object shows the result. */
  operation_lost: true,
  /** The object changed between the read and the write. */
  changed_meanwhile: true,
  /** No vantage in the zone was available to probe the server. */
  vantage_away: true,
  /** The guest did not boot. */
  boot_failed: false,
  rejected: false,
  /** Our credentials are refused: a person must act. */
  unauthorised: false,
  /** The server shows another certificate than the approved one: a person must check. */
  certificate_changed: false,
  image_missing: false,
  /** The host has no room, or accepts no new objects. */
  capacity: false,
  /** Another network of the hypervisor overlaps this range. */
  range_taken: false,
  not_found: false,
  state_forbids: false,
  /** The name is taken by an object that is not ours. */
  conflict_not_ours: false,
  /** Ours, but created with another spec. */
  conflict_spec: false,
} as const

export type DriverErrorCode = keyof typeof retryableByCode

/** A failed call. `code` and `params` are translated for display; `rawText` is the hypervisor's original text. */
export class DriverError extends Error {
  readonly code: DriverErrorCode
  readonly retryable: boolean
  readonly rawText: string
  readonly params: Readonly<Record<string, string>>

  constructor(
    code: DriverErrorCode,
    options: { rawText?: string; params?: Record<string, string>; cause?: unknown } = {},
  ) {
    super(options.rawText ? `${code}: ${options.rawText}` : code, { cause: options.cause })
    this.name = 'DriverError'
    this.code = code
    this.retryable = retryableByCode[code]
    this.rawText = options.rawText ?? ''
    this.params = options.params ?? {}
  }
}

/** Returns the error of a call with a fired signal, independent of its reason. */
export function deadlineError(signal: AbortSignal): DriverError {
  const reason: unknown = signal.reason
  return new DriverError('timeout', {
    rawText: reason instanceof Error ? reason.message : String(reason),
    cause: reason,
  })
}
