import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { addCounts, type Counts, none, totalLine } from './counts.ts'
import { endWithChildren, isInterrupted } from './run-program.ts'
import { reliabilitySteps, type Step, steps } from './steps.ts'

/** Run the steps that `args` ask for and print their sum; returns the exit code. */
export async function runTests(args: readonly string[]): Promise<number> {
  const chosen = chooseSteps(args)
  if (typeof chosen === 'string') {
    console.error(chosen)
    return 2
  }
  endWithChildren()
  const temporary = mkdtempSync(path.join(tmpdir(), 'andromede-test-'))
  let total = none
  const failedSteps = new Set<string>()
  try {
    for (const step of chosen) {
      const counts = await runStep(step, { temporary, failedSteps })
      if (isInterrupted()) return 130
      if (counts.failed > 0) failedSteps.add(step.name)
      total = addCounts(total, counts)
    }
  } finally {
    rmSync(temporary, { recursive: true, force: true })
  }
  if (failedSteps.size > 0) console.log(`\nfailed: ${[...failedSteps].join(', ')}`)
  console.log(`\n${totalLine(total)}`)
  return total.failed > 0 ? 1 : 0
}

async function runStep(step: Step, context: Parameters<Step['run']>[0]): Promise<Counts> {
  console.log(`\n── ${step.headline}`)
  const startedAt = performance.now()
  const counts = await step.run(context)
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1)
  console.log(
    `── ${step.headline}: ${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped, ${seconds} s`,
  )
  return counts
}

function chooseSteps(args: readonly string[]): readonly Step[] | string {
  if (args.length === 0) return steps
  if (args.length === 1 && args[0] === '--reliability') return reliabilitySteps
  const [flag, name] = args
  const named = [...steps, ...reliabilitySteps].filter((step) => step.name === name)
  if (args.length === 2 && flag === '--only' && named.length > 0) return named
  return `usage: npm test [-- --only <${steps.map((step) => step.name).join('|')}>] [-- --reliability]`
}
