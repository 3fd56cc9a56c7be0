import { setTimeout as pause } from 'node:timers/promises'
import type { InstanceSpec } from '../../port/driver'
import { DriverError } from '../../port/driver-error'
import type { Incus } from '../context'
import { instancePath } from './instance-record'

/** Writes the keys to the file that sshd reads for root. Repeats write the same text, so the last one may win. */
export async function writeAuthorizedKeys(
  incus: Incus,
  spec: InstanceSpec,
  signal: AbortSignal,
): Promise<void> {
  const files = `${instancePath(spec.resourceId)}/files`
  const owner = { 'X-Incus-uid': '0', 'X-Incus-gid': '0' }
  await retryWhileBusy(signal, () =>
    incus.http.request('POST', incus.path(files, { path: '/root/.ssh' }), {
      signal,
      headers: { ...owner, 'X-Incus-type': 'directory', 'X-Incus-mode': '0700' },
    }),
  ).catch((error: unknown) => {
    // A concurrent call created the folder.
    if (!(error instanceof DriverError) || !/file exists/i.test(error.rawText)) throw error
  })
  await retryWhileBusy(signal, () =>
    incus.http.request('POST', incus.path(files, { path: '/root/.ssh/authorized_keys' }), {
      signal,
      bytes: `${spec.sshKeys.join('\n')}\n`,
      headers: {
        ...owner,
        'X-Incus-type': 'file',
        'X-Incus-mode': '0600',
        'X-Incus-write': 'overwrite',
        'content-type': 'application/octet-stream',
      },
    }),
  )
}

const triesMax = 5
const betweenTriesMs = 100

/** Retries a few times while another call accesses files of the same instance. */
async function retryWhileBusy<T>(signal: AbortSignal, write: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await write()
    } catch (error) {
      if (!(error instanceof DriverError) || error.code !== 'busy' || tries === triesMax) throw error
      await pause(betweenTriesMs, undefined, { signal }).catch(() => {
        throw error
      })
    }
  }
}
