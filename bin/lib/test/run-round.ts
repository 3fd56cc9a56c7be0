import { closeSync, openSync, readFileSync } from 'node:fs'
import path from 'node:path'
import type { Counts } from './counts.ts'
import type { Step, StepContext } from './steps.ts'

export type Result = { step: Step; counts: Counts; durationMs: number }

/**
 * Run the steps of one round side by side. The first writes to the console as it goes; what the others
 * write is kept and shown whole when they end, so that no two are mixed.
 */
export async function runRound(
  round: readonly Step[],
  context: Omit<StepContext, 'output'>,
): Promise<Result[]> {
  const [first, ...others] = round
  if (first === undefined) return []
  const beside = others.map((step) => runKept(step, context))
  // One that throws is heard when its turn to be shown comes.
  for (const kept of beside) kept.catch(() => undefined)
  console.log(`\n── ${first.headline}`)
  const results = [await runStep(first, { ...context, output: 'inherit' })]
  for (const kept of beside) {
    const { result, written } = await kept
    console.log(`\n── ${result.step.headline}`)
    process.stdout.write(written)
    results.push(report(result))
  }
  return results
}

async function runStep(step: Step, context: StepContext): Promise<Result> {
  return report(await timed(step, context))
}

async function timed(step: Step, context: StepContext): Promise<Result> {
  const startedAt = performance.now()
  const counts = await step.run(context)
  return { step, counts, durationMs: performance.now() - startedAt }
}

async function runKept(
  step: Step,
  context: Omit<StepContext, 'output'>,
): Promise<{ result: Result; written: string }> {
  const file = path.join(context.temporary, `${step.name}.log`)
  const output = openSync(file, 'a')
  try {
    const result = await timed(step, { ...context, output })
    return { result, written: readFileSync(file, 'utf8') }
  } finally {
    closeSync(output)
  }
}

function report(result: Result): Result {
  const { passed, failed, skipped } = result.counts
  const seconds = (result.durationMs / 1000).toFixed(1)
  console.log(
    `── ${result.step.headline}: ${passed} passed, ${failed} failed, ${skipped} skipped, ${seconds} s`,
  )
  return result
}
