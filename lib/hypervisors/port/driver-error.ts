/**
 * Every way in which a hypervisor can fail, and whether the same call may succeed later. A saga retries
 * what is retryable a bounded number of times and undoes on the rest.
 */
export const retryableByCode = {
  /** Not answering, refusing connections, or said to be down by what stands before it. */
  hypervisor_unreachable: true,
  /** No answer in time: the effect may have happened. */
  timeout: true,
  /** Answered something that is not its protocol (cut body, not JSON): the effect may have happened. */
  bad_answer: true,
  throttled: true,
  /** Another operation holds the object. */
  busy: true,
  /** Accepted, then failed, with a text that says nothing more precise. */
  operation_failed: true,
  /** An internal error of the hypervisor. */
  hypervisor_error: true,
  /** The record of an accepted operation is gone: look at the object to know. */
  operation_lost: true,
  /** The object changed between reading and writing it. */
  changed_meanwhile: true,
  /** Nobody within the zone could be asked whether the server answers. */
  vantage_away: true,
  /** The guest did not come up. */
  boot_failed: false,
  rejected: false,
  /** Our credentials are refused: a person must act. */
  unauthorised: false,
  /** Whoever answers shows another certificate than the approved one: a person must look. */
  certificate_changed: false,
  image_missing: false,
  /** The host has no room, or takes no new objects. */
  capacity: false,
  /** Another network of the hypervisor has addresses of this range. */
  range_taken: false,
  not_found: false,
  state_forbids: false,
  /** The name is taken by something that is not ours. */
  conflict_not_ours: false,
  /** Ours, but made to another spec. */
  conflict_spec: false,
} as const

export type DriverErrorCode = keyof typeof retryableByCode

/** A failed call. `code` and `params` are translated when shown; `rawText` is the hypervisor's own words. */
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

/** The failure of a call whose signal fired, whatever the reason the caller gave. */
export function deadlineError(signal: AbortSignal): DriverError {
  const reason: unknown = signal.reason
  return new DriverError('timeout', {
    rawText: reason instanceof Error ? reason.message : String(reason),
    cause: reason,
  })
}
