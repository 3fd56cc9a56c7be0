import { randomUUID } from 'node:crypto'
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { readVariable } from '~/lib/kernel/configuration/read'
import { log } from '~/lib/kernel/log'
import type { StatusView } from './views'

const file = () => {
  const folder = readVariable('STATUS_FOLDER')
  return folder ? path.join(folder, 'last-known.json') : null
}

/** Replaces the file atomically; a failing disk must not fail the answer. */
export async function keepLastKnown(status: StatusView): Promise<void> {
  const place = file()
  if (!place) return
  // On several machines two processes may have the same pid.
  const draft = `${place}.${randomUUID()}`
  try {
    await mkdir(path.dirname(place), { recursive: true })
    await writeFile(draft, JSON.stringify(status))
    await rename(draft, place)
  } catch (error) {
    await rm(draft, { force: true }).catch(() => undefined)
    log.warn({ err: error }, 'the status could not be kept on disk')
  }
}

/** Null when there is no file, or it is unreadable. */
export async function readLastKnown(): Promise<StatusView | null> {
  const place = file()
  if (!place) return null
  try {
    return JSON.parse(await readFile(place, 'utf8')) as StatusView
  } catch {
    return null
  }
}
