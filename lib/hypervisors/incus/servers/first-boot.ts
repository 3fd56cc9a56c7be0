import { z } from 'zod'
import type { CallOptions } from '../../port/driver'
import { DriverError } from '../../port/driver-error'
import type { FirstBoot } from '../../port/first-boot'
import type { Incus } from '../context'
import { takesCloudConfig } from './cloud-init'
import { getOwnInstance, instancePath } from './instance-record'

/** A link that each boot makes anew to its report, which lies on the disk and may be that of an earlier boot. */
const statusLink = '/run/cloud-init/status.json'
const statusPath = '/var/lib/cloud/data/status.json'
/** Present where cloud-init found itself switched off or without a source of data. */
const disabledPath = '/run/cloud-init/disabled'
/** The guest writes these files: a report of a few kilobytes is expected, and an endless one is not read. */
const fileBytesMax = 256 * 1024

/** Reads the report of cloud-init inside the server; it starts nothing there. @throws DriverError `not_found` */
export async function readFirstBoot(
  incus: Incus,
  resourceId: string,
  { signal }: CallOptions,
): Promise<FirstBoot> {
  const { record } = await getOwnInstance(incus, resourceId, signal)
  if (record.status !== 'Running') return { state: 'unknown' }
  const link = await readGuestFile(incus, resourceId, statusLink, signal)
  if (link === 'no answer') return { state: 'unknown' }
  if (link !== null) {
    // Incus answers the target of a link in place of its content.
    const isFile = link.text.trimStart().startsWith('{')
    const status = isFile ? link : await readGuestFile(incus, resourceId, statusPath, signal)
    return status === null || status === 'no answer' ? { state: 'running' } : toFirstBoot(status.text)
  }
  if (!takesCloudConfig(record)) return { state: 'absent' }
  const disabled = await readGuestFile(incus, resourceId, disabledPath, signal)
  return { state: disabled === null || disabled === 'no answer' ? 'running' : 'absent' }
}

/** Null when there is no such file; `no answer` from a virtual machine whose agent does not run. */
async function readGuestFile(incus: Incus, resourceId: string, path: string, signal: AbortSignal) {
  try {
    const files = `${instancePath(resourceId)}/files`
    const options = { signal, answerBytesMax: fileBytesMax }
    return { text: await incus.http.text(incus.path(files, { path }), options) }
  } catch (error) {
    if (!(error instanceof DriverError)) throw error
    if (error.code === 'not_found') return null
    if (/agent/i.test(error.rawText)) return 'no answer'
    throw error
  }
}

const stageSchema = z.looseObject({
  errors: z.array(z.string()).nullish(),
  start: z.number().nullish(),
  finished: z.number().nullish(),
})
const statusSchema = z.object({ v1: z.record(z.string(), z.unknown()) })
const lastStage = 'modules-final'
const millisecondsMax = 2 ** 31 - 1
/** Of an error, before it is parsed; the expression below takes quadratic time at worst. */
const errorTextMax = 2_000
const moduleMax = 100

/** Converts `status.json`, which cloud-init writes anew at each of its stages. Pure. */
export function toFirstBoot(text: string): FirstBoot {
  const parsed = statusSchema.safeParse(parseJson(text))
  // Half a file: it is being written.
  if (!parsed.success) return { state: 'running' }
  const stages = Object.entries(parsed.data.v1).flatMap(([name, value]) => {
    const stage = stageSchema.safeParse(value)
    return stage.success && value !== null ? [{ name, ...stage.data }] : []
  })
  if (!stages.find(({ name }) => name === lastStage)?.finished) return { state: 'running' }
  const starts = stages.flatMap(({ start }) => start ?? [])
  const ends = stages.flatMap(({ finished }) => finished ?? [])
  const last = ends.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY)
  const first = starts.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY)
  const lasted = Math.round((last - first) * 1_000)
  // The clock of a guest may jump, and the guest may write anything.
  const milliseconds = lasted >= 0 && lasted <= millisecondsMax ? lasted : null
  const error = stages.flatMap(({ errors }) => errors ?? [])[0]
  if (error === undefined) return { state: 'done', milliseconds: milliseconds ?? 0 }
  return { state: 'failed', milliseconds, ...readError(error) }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

/** `('scripts_user', RuntimeError('Runparts: …'))`, as Python prints a pair of a module and its exception. */
function readError(whole: string): { module: string | null; error: string } {
  const error = whole.slice(0, errorTextMax)
  const [, module, said] = /^\('([\w-]+)', (?:\w+\()?(.*?)\)*$/s.exec(error.trim()) ?? []
  const text = (said ?? error).replace(/^(['"])(.*)\1,?$/s, '$2')
  return { module: module?.slice(0, moduleMax) ?? null, error: firstLine(text) }
}

const firstLine = (text: string) =>
  text
    .split(/\n|\\n/)
    .find((line) => line.trim() !== '')
    ?.trim() ?? text
