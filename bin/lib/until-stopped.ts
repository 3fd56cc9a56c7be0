import { type KeptPostgres, StartRefusal } from '../../db/embedded/index.ts'
import { Interrupted, watchInterruptions } from './interruption.ts'

export type Report = (line: string) => void
/** Run in reverse order when the command ends. */
export type CleanUps = (() => Promise<void> | void)[]

/**
 * Run a command until Ctrl-C, and always clean up after it. A refusal is printed as one line.
 *
 * @returns the exit code
 */
export async function runUntilStopped(
  report: Report,
  run: (signal: AbortSignal, cleanUps: CleanUps) => Promise<number>,
): Promise<number> {
  const signal = watchInterruptions(report)
  const cleanUps: CleanUps = []
  try {
    return await run(signal, cleanUps)
  } catch (error) {
    if (error instanceof Interrupted) return 0
    if (!(error instanceof StartRefusal)) throw error
    console.error(`andromede: ${error.message}`)
    return 1
  } finally {
    if (signal.aborted) report('stopping')
    for (const cleanUp of cleanUps.reverse()) await cleanUp()
    if (signal.aborted) report('stopped')
  }
}

/** Wait for Ctrl-C, or for a process or a database that cannot be kept running. @returns the exit code */
export async function waitForTheEnd(
  signal: AbortSignal,
  processLost: Promise<string>,
  embedded: KeptPostgres | undefined,
): Promise<number> {
  const interrupted = new Promise<undefined>((resolve) => {
    if (signal.aborted) resolve(undefined)
    signal.addEventListener('abort', () => resolve(undefined), { once: true })
  })
  const lost = await Promise.race([interrupted, processLost, ...(embedded ? [embedded.lost] : [])])
  if (lost === undefined || signal.aborted) return 0
  console.error(`andromede: ${lost}; stopping everything`)
  return 1
}
