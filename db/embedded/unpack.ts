import { spawn } from 'node:child_process'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { postgresEnvironment } from './cluster.ts'
import { StartRefusal } from './refusal.ts'
import { asUser, type RunUser } from './run-user.ts'

/**
 * Unpack the archive `tar` into the folder `into`, as `user`; `tar` has been read to its end.
 *
 * @throws StartRefusal in one line when it cannot be unpacked
 */
export async function unpack(tar: Readable, into: string, user: RunUser): Promise<void> {
  // Without --ignore-zeros it ends at the mark of the archive's end, and closes the pipe before the source is read.
  const program = spawn('tar', ['--extract', '--ignore-zeros', '--file', '-', '--directory', into], {
    ...asUser(user),
    env: postgresEnvironment(),
    stdio: ['pipe', 'ignore', 'pipe'],
  })
  let said = ''
  program.stderr.setEncoding('utf8').on('data', (chunk: string) => {
    said = `${said}${chunk}`.slice(0, 10_000)
  })
  const ended = new Promise<number | null>((resolve, reject) => {
    program.once('error', (error) => reject(new StartRefusal(`tar could not be run: ${error.message}.`)))
    program.once('close', resolve)
  })
  // When tar ends early, its own words say why and the broken pipe does not.
  const [, fed] = await Promise.allSettled([ended, pipeline(tar, program.stdin)])
  const code = await ended
  if (code !== 0)
    throw new StartRefusal(
      `The database could not be unpacked: ${said.trim().split('\n')[0] || `code ${code}`}.`,
    )
  if (fed.status === 'rejected') throw fed.reason
}
