import { setTimeout as pause } from 'node:timers/promises'
import { DriverError } from '../../port/driver-error'
import type { Incus } from '../context'

type Where = { instance: string; path: string; mode: string }
const owner = { 'X-Incus-uid': '0', 'X-Incus-gid': '0' }

/** Ensures a folder of root inside the instance at this path, such as `/1.0/instances/ins-…`. */
export async function ensureFolder(
  incus: Incus,
  { instance, path, mode }: Where,
  signal: AbortSignal,
): Promise<void> {
  await retryWhileBusy(signal, () =>
    incus.http.request('POST', incus.path(`${instance}/files`, { path }), {
      signal,
      headers: { ...owner, 'X-Incus-type': 'directory', 'X-Incus-mode': mode },
    }),
  ).catch((error: unknown) => {
    // It is there already, or a concurrent call created it.
    if (!(error instanceof DriverError) || !/file exists/i.test(error.rawText)) throw error
  })
}

/** Writes a file of root inside the instance; a repeat writes the same text, so the last one may win. */
export async function writeFile(
  incus: Incus,
  { instance, path, mode, content }: Where & { content: string },
  signal: AbortSignal,
): Promise<void> {
  await retryWhileBusy(signal, () =>
    incus.http.request('POST', incus.path(`${instance}/files`, { path }), {
      signal,
      bytes: content,
      headers: {
        ...owner,
        'X-Incus-type': 'file',
        'X-Incus-mode': mode,
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
