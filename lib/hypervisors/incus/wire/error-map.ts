import { DriverError, type DriverErrorCode } from '../../port/driver-error'

/** Texts of a guest that did not shut down in time. Other time-outs leave that open. */
export const guestDidNotEnd = /failed shutting down instance|context deadline exceeded/i

/**
 * Incus describes the error in the text and uses statuses loosely (a full project is a 500, an operation's missing
 * image too), so texts are matched first. Order matters: the first match wins.
 */
const codeByText: readonly (readonly [RegExp, DriverErrorCode])[] = [
  [
    /image not provided|no matching image|image .*(not found|couldn't be found)|failed getting image/i,
    'image_missing',
  ],
  [
    /reached maximum|no space left|not enough (free )?(space|memory)|disk quota exceeded|is evacuated/i,
    'capacity',
  ],
  [guestDidNotEnd, 'timeout'],
  [/peer node .* is down/i, 'member_down'],
  [/isn't ready yet|unable to connect|daemon is shutting down/i, 'hypervisor_unreachable'],
  // A helper process writes an instance's files and ends with its first call; a second call then finds its socket gone.
  [/busy running|already has an? .*operation|is being (created|deleted)|forkfile\.sock/i, 'busy'],
  [/(still|currently) in use|instance is running|currently attached/i, 'state_forbids'],
  // Another bridge has these addresses, so this bridge's name server cannot listen.
  [/failed to create listening socket.*address already in use/i, 'range_taken'],
  [/already exists|unique constraint failed/i, 'conflict_not_ours'],
  [/does not have permission/i, 'unauthorised'],
]

const codeByStatus: Readonly<Record<number, DriverErrorCode>> = {
  401: 'unauthorised',
  403: 'unauthorised',
  404: 'not_found',
  408: 'timeout',
  409: 'conflict_not_ours',
  412: 'changed_meanwhile',
  429: 'throttled',
  502: 'hypervisor_unreachable',
  503: 'hypervisor_unreachable',
  504: 'hypervisor_unreachable',
}

/** Returns the error for a response with `status` and `text`. */
export function requestError(status: number, text: string, retryAfter: string | null = null): DriverError {
  const code = codeFromText(text) ?? codeByStatus[status] ?? (status >= 500 ? 'hypervisor_error' : 'rejected')
  const params: Record<string, string> = { status: String(status) }
  if (retryAfter !== null && /^\d{1,6}$/.test(retryAfter)) params.retryAfterSeconds = retryAfter
  return new DriverError(code, { rawText: text, params })
}

/** Returns the error for a failed operation that had been accepted. */
export function operationError(text: string): DriverError {
  return new DriverError(codeFromText(text) ?? 'operation_failed', { rawText: text })
}

function codeFromText(text: string): DriverErrorCode | undefined {
  return codeByText.find(([pattern]) => pattern.test(text))?.[1]
}
