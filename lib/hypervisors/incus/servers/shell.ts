import type WebSocket from 'ws'
import type { RawData } from 'ws'
import { z } from 'zod'
import type { CallOptions } from '../../port/driver'
import { DriverError } from '../../port/driver-error'
import type { Shell, ShellSize } from '../../port/shell'
import type { Incus } from '../context'
import { awaitOperation } from '../wire/operations'
import { parseAnswer } from '../wire/parse-answer'
import { getOwnInstance, instancePath, toPower } from './instance-record'
import { findRescue, rescueExecPath } from './rescue'

/** The image's best shell, as a login shell. */
const command = ['/bin/sh', '-c', 'if [ -x /bin/bash ]; then exec /bin/bash -l; fi; exec /bin/sh -l']
const environment = { TERM: 'xterm-256color', HOME: '/root', USER: 'root', LANG: 'C.UTF-8' }
const hangUp = 1
/** After this time a process that was signalled is killed. */
const killDelayMs = 1_000
const resultTimeoutMs = 10_000

const startedSchema = z.object({ metadata: z.object({ fds: z.record(z.string(), z.string()) }) })
const resultSchema = z.object({ return: z.number() })

/**
 * Opens an interactive shell through the API, the only way into a private network. Both sockets are connected before
 * anything runs, because Incus waits for them.
 *
 * @throws DriverError `state_forbids` unless the server runs
 */
export async function openShell(
  incus: Incus,
  resourceId: string,
  size: ShellSize,
  { signal }: CallOptions,
): Promise<Shell> {
  const path = await findOpenable(incus, resourceId, signal)
  const { columns: width, rows: height } = size
  const answer = await incus.http.request('POST', path, {
    signal,
    json: { command, environment, interactive: true, 'wait-for-websocket': true, width, height },
  })
  const operation = answer.operation ?? ''
  const { fds } = parseAnswer(startedSchema, answer.metadata, 'the start of a shell').metadata
  const connect = (descriptor: string) => {
    const secret = new URLSearchParams({ secret: fds[descriptor] ?? '' })
    return incus.http.socket(`${operation}/websocket?${secret}`, { signal })
  }
  const opening = [connect('0'), connect('control')]
  try {
    const [data, control] = await Promise.all(opening)
    if (!data || !control) throw new DriverError('bad_answer', { rawText: 'a shell without its sockets' })
    return follow(incus, operation, data, control)
  } catch (error) {
    for (const each of await Promise.allSettled(opening))
      if (each.status === 'fulfilled') each.value.terminate()
    throw error
  }
}

/** Returns the path where a shell opens: the server when it runs, otherwise its rescue system. */
async function findOpenable(incus: Incus, resourceId: string, signal: AbortSignal): Promise<string> {
  const { record } = await getOwnInstance(incus, resourceId, signal)
  if (toPower(record.status) === 'running') return incus.path(`${instancePath(resourceId)}/exec`)
  const rescue = await findRescue(incus, resourceId, signal)
  if (rescue && toPower(rescue.status) === 'running') return rescueExecPath(incus, resourceId)
  throw new DriverError('state_forbids', { rawText: `the instance is ${record.status}` })
}

function follow(incus: Incus, operation: string, data: WebSocket, control: WebSocket): Shell {
  let isClosing = false
  let hasEnded = false
  const sendControl = (order: object) => {
    if (control.readyState === control.OPEN) control.send(JSON.stringify(order))
  }
  const closed = new Promise<{ exitCode: number | null }>((resolve) => {
    data.on('message', (_frame: RawData, isBinary: boolean) => {
      if (isBinary) return
      // The end mark. The operation ends only after it is answered.
      hasEnded = true
      data.send('')
      void exitCodeOf(incus, operation).then((exitCode) => {
        resolve({ exitCode: isClosing ? null : exitCode })
        data.close()
        control.close()
      })
    })
    data.once('close', () => {
      control.terminate()
      // Incus may disconnect before it reports how the shell ended.
      if (!hasEnded) resolve({ exitCode: null })
    })
    // When a shell ends by itself this socket may close first, with its end mark still in transit.
    control.once('close', () => {
      if (isClosing) data.terminate()
    })
  })
  control.resume()
  return {
    closed,
    write: (bytes) =>
      new Promise((resolve) => {
        // An ended shell accepts no more input; `closed` reports it.
        data.send(bytes, () => resolve())
      }),
    resize: ({ columns, rows }) =>
      sendControl({ command: 'window-resize', args: { width: String(columns), height: String(rows) } }),
    onData(take) {
      data.on('message', (frame: RawData, isBinary: boolean) => {
        if (isBinary) take(frame as Buffer)
      })
      data.resume()
    },
    pause: () => data.pause(),
    resume: () => data.resume(),
    close() {
      if (isClosing) return
      isClosing = true
      // The end mark comes after the remaining output, so it is read to the end.
      data.resume()
      sendControl({ command: 'signal', signal: hangUp })
      // When the control socket is cut without a close frame, Incus kills the process.
      const impatience = setTimeout(() => control.terminate(), killDelayMs)
      void closed.then(() => clearTimeout(impatience))
    },
  }
}

/** Null when Incus does not know: the instance or its member is gone. */
async function exitCodeOf(incus: Incus, operation: string): Promise<number | null> {
  try {
    const ended = await awaitOperation(incus, operation, AbortSignal.timeout(resultTimeoutMs))
    return parseAnswer(resultSchema, ended.metadata, 'the end of a shell').return
  } catch (error) {
    if (error instanceof DriverError) return null
    throw error
  }
}
