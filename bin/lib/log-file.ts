import { createWriteStream, existsSync, renameSync, statSync } from 'node:fs'
import path from 'node:path'

const rotateAtBytes = 10 * 1024 * 1024

export type LogFile = { file: string; write(line: string): void; close(): void }

/** Open `<folder>/<name>.log` for appending; a file larger than 10 MiB is first renamed to `<name>.log.1`. */
export function openLogFile(folder: string, name: string): LogFile {
  const file = path.join(folder, `${name}.log`)
  if (existsSync(file) && statSync(file).size > rotateAtBytes) renameSync(file, `${file}.1`)
  const stream = createWriteStream(file, { flags: 'a', mode: 0o600 })
  // A full disk must not stop the installation because of a log.
  stream.on('error', () => {})
  return { file, write: (line) => void stream.write(`${line}\n`), close: () => void stream.end() }
}

/** Whether a line of a child's output is also shown on the console: errors of our logger, and plain stderr. */
export function isWorthShowing(line: string, fromStderr: boolean): boolean {
  if (line.startsWith('{')) {
    try {
      return Number((JSON.parse(line) as { level?: unknown }).level) >= 50
    } catch {
      return fromStderr
    }
  }
  return fromStderr && line.trim() !== ''
}
