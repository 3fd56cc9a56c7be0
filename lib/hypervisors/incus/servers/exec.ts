import { z } from 'zod'
import type { CallOptions } from '../../port/driver'
import type { Incus } from '../context'
import { run } from '../wire/operations'
import { parseAnswer } from '../wire/parse-answer'
import { getOwnInstance, instancePath } from './instance-record'

const resultSchema = z.object({ return: z.number(), output: z.record(z.string(), z.string()).nullish() })

export type ExecResult = { exitCode: number; stdout: string }

/**
 * Runs a command inside the instance through the API. This is the only way in: instance addresses exist only in the
 * hypervisor's network, and a connection from here would take the wrong route.
 */
export async function execInside(
  incus: Incus,
  resourceId: string,
  command: readonly string[],
  { signal }: CallOptions,
): Promise<ExecResult> {
  await getOwnInstance(incus, resourceId, signal)
  return execAt(incus, instancePath(resourceId), command, signal)
}

/** The same for the instance at this path, in any project. */
export async function execAt(
  incus: Incus,
  path: string,
  command: readonly string[],
  signal: AbortSignal,
): Promise<ExecResult> {
  const operation = await run(incus, 'POST', `${path}/exec`, {
    signal,
    json: { command, 'record-output': true, interactive: false, 'wait-for-websocket': false },
  })
  const result = parseAnswer(resultSchema, operation?.metadata, 'the end of a command')
  const logs = Object.entries(result.output ?? {})
  const stdoutPath = logs.find(([descriptor]) => descriptor === '1')?.[1]
  const stdout = stdoutPath ? await incus.http.text(incus.path(stdoutPath), { signal }) : ''
  await Promise.all(logs.map(([, log]) => incus.http.request('DELETE', incus.path(log), { signal })))
  return { exitCode: result.return, stdout }
}
