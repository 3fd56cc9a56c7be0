import { z } from 'zod'
import { DriverError, type DriverErrorCode, deadlineError } from '../../port/driver-error'
import type { Incus } from '../context'
import { operationError, requestError } from './error-map'
import type { Method } from './http-client'
import { parseAnswer } from './parse-answer'

const waitSliceSeconds = 10

/** Errors after which the operation may still be running. */
const unansweredCodes: readonly DriverErrorCode[] = [
  'timeout',
  'hypervisor_unreachable',
  'bad_answer',
  'throttled',
  'unauthorised',
]

const operationSchema = z.object({
  id: z.string(),
  description: z.string().nullish(),
  status_code: z.number(),
  err: z.string().nullish(),
  resources: z.record(z.string(), z.array(z.string())).nullish(),
  metadata: z.record(z.string(), z.unknown()).nullish(),
})
const operationsSchema = z.object({ running: z.array(operationSchema).optional() })
export type Operation = z.infer<typeof operationSchema>

/** Sends a changing request and waits until it is done, whether Incus answers at once or later. */
export async function run(
  incus: Incus,
  method: Method,
  path: string,
  options: {
    signal: AbortSignal
    json?: unknown
    headers?: Record<string, string>
    query?: Record<string, string>
  },
): Promise<Operation | null> {
  const answer = await incus.http.request(method, incus.path(path, options.query), options)
  if (answer.operation === null) return null
  return awaitOperation(incus, answer.operation, options.signal)
}

/**
 * Waits in slices shorter than any time-out on the way. Some versions report a failed operation as a success with
 * `err`, others (6.0.4) as an error of the wait itself; both become its failure.
 */
export async function awaitOperation(
  incus: Incus,
  operation: string,
  signal: AbortSignal,
): Promise<Operation> {
  for (;;) {
    if (signal.aborted) throw deadlineError(signal)
    const answer = await incus.http.send('GET', `${operation}/wait?timeout=${waitSliceSeconds}`, {
      signal,
      timeoutMs: (waitSliceSeconds + 5) * 1000,
    })
    if (answer.failure) {
      const { status, text } = answer.failure
      if (/^operation not found|^not found$/i.test(text))
        throw new DriverError('operation_lost', { rawText: text })
      if (status === 401 || status === 403) throw requestError(status, text)
      throw operationError(text)
    }
    const state = parseAnswer(operationSchema, answer.metadata, 'an operation')
    if (state.status_code === 200) return state
    if (state.status_code >= 400) throw operationError(state.err || 'the operation failed')
  }
}

/**
 * Waits until no operation runs on this instance: an earlier call may still be at work although its caller gave up or
 * died. Their results do not matter here; the caller checks the instance afterwards.
 */
export async function waitForOperations(
  incus: Incus,
  instanceName: string,
  signal: AbortSignal,
): Promise<void> {
  const url = `/1.0/instances/${instanceName}`
  await waitForMatching(incus, signal, ({ resources }) =>
    (resources?.instances ?? []).some((each) => each.split('?')[0] === url),
  )
}

/** The same for copies of volumes. Incus does not name the volume, so this waits for all in the project. */
export async function waitForCopies(incus: Incus, signal: AbortSignal): Promise<void> {
  await waitForMatching(incus, signal, ({ description }) => description === 'Copying storage volume')
}

/** The same for deletions of snapshots: two deletions of the same one make each other fail. */
export async function waitForSnapshotDeletions(incus: Incus, signal: AbortSignal): Promise<void> {
  await waitForMatching(
    incus,
    signal,
    ({ description }) => description === 'Deleting storage volume snapshot',
  )
}

/** The same for images being created; Incus describes all of them as downloads. */
export async function waitForImages(incus: Incus, signal: AbortSignal): Promise<void> {
  await waitForMatching(incus, signal, ({ description }) => description === 'Downloading image')
}

/** The same for exports and imports of volumes. */
export async function waitForBackups(incus: Incus, signal: AbortSignal): Promise<void> {
  await waitForMatching(incus, signal, ({ description }) =>
    /volume backup|Copying storage volume/i.test(description ?? ''),
  )
}

async function waitForMatching(
  incus: Incus,
  signal: AbortSignal,
  concerns: (operation: Operation) => boolean,
): Promise<void> {
  const answer = await incus.http.request('GET', incus.path('/1.0/operations', { recursion: '1' }), {
    signal,
  })
  const { running } = parseAnswer(operationsSchema, answer.metadata, 'a list of operations')
  for (const operation of (running ?? []).filter(concerns)) {
    await awaitOperation(incus, `/1.0/operations/${operation.id}`, signal).catch((error: unknown) => {
      const isItsOwnEnd = error instanceof DriverError && !unansweredCodes.includes(error.code)
      if (!isItsOwnEnd) throw error
    })
  }
}
