import { closeSync, openSync, readFileSync } from 'node:fs'
import path from 'node:path'
import type { Counts } from './counts.ts'
import { isInterrupted } from './run-program.ts'
import type { Lane, Round, Step, StepContext } from './steps.ts'

export type Result = { step: Step; counts: Counts; durationMs: number }

/**
 * Run the lanes of one round in parallel. The first writes to the console directly; the output of the others is
 * buffered and shown when the first has ended, so that outputs are not mixed.
 */
export async function runRound(round: Round, context: Omit<StepContext, 'output'>): Promise<Result[]> {
  const [first, ...others] = round
  if (first === undefined) return []
  const beside = others.map((lane) => runBuffered(lane, context))
  // A rejection is handled when its output is shown.
  for (const kept of beside) kept.catch(() => undefined)
  const results: Result[] = []
  for (const step of first) {
    if (isInterrupted()) break
    console.log(`\n── ${step.headline}`)
    results.push(report(await timed(step, { ...context, output: 'inherit' })))
  }
  for (const kept of beside)
    for (const { result, written } of await kept) {
      console.log(`\n── ${result.step.headline}`)
      process.stdout.write(written)
      results.push(report(result))
    }
  return results
}

async function timed(step: Step, context: StepContext): Promise<Result> {
  const startedAt = performance.now()
  const counts = await step.run(context)
  return { step, counts, durationMs: performance.now() - startedAt }
}

async function runBuffered(
  lane: Lane,
  context: Omit<StepContext, 'output'>,
): Promise<{ result: Result; written: string }[]> {
  const kept: { result: Result; written: string }[] = []
  for (const step of lane) {
    if (isInterrupted()) break
    const file = path.join(context.temporary, `${step.name}.log`)
    const output = openSync(file, 'a')
    try {
      const result = await timed(step, { ...context, output })
      kept.push({ result, written: readFileSync(file, 'utf8') })
    } finally {
      closeSync(output)
    }
  }
  return kept
}

function report(result: Result): Result {
  const { passed, failed, skipped } = result.counts
  const seconds = (result.durationMs / 1000).toFixed(1)
  console.log(
    `── ${result.step.headline}: ${passed} passed, ${failed} failed, ${skipped} skipped, ${seconds} s`,
  )
  return result
}
