import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { addCounts, none, totalLine } from './counts.ts'
import { findTestFiles, listTestFiles } from './find-test-files.ts'
import { endWithChildren, isInterrupted } from './run-program.ts'
import { type Result, runRound } from './run-round.ts'
import { failuresFile, type Round, reliabilityRounds, rounds, roundsOf } from './steps.ts'

/** Run the steps selected by `args` and print the totals; returns the exit code. */
export async function runTests(args: readonly string[]): Promise<number> {
  const chosen = chooseRounds(args)
  if (typeof chosen === 'string') {
    console.error(chosen)
    return 2
  }
  endWithChildren()
  const startedAt = performance.now()
  const temporary = mkdtempSync(path.join(tmpdir(), 'andromede-test-'))
  const results: Result[] = []
  const failedSteps = new Set<string>()
  const failures: string[] = []
  try {
    for (const round of chosen) {
      const ended = await runRound(round, { temporary, failedSteps })
      if (isInterrupted()) return 130
      results.push(...ended)
      for (const { step, counts } of ended) if (counts.failed > 0) failedSteps.add(step.name)
      failures.push(...ended.flatMap(({ step }) => readFailures(failuresFile(temporary, step.name))))
    }
  } finally {
    rmSync(temporary, { recursive: true, force: true })
  }
  const total = results.reduce((sum, { counts }) => addCounts(sum, counts), none)
  printTimes(results, performance.now() - startedAt)
  // Again, because a log may be kept in part: its end always is.
  if (failures.length > 0) console.log(`\n${failures.join('\n')}`)
  if (failedSteps.size > 0) console.log(`\nfailed: ${[...failedSteps].join(', ')}`)
  console.log(`\n${totalLine(total)}`)
  return total.failed > 0 ? 1 : 0
}

const shownFailures = 40

/** Lines of one step's failures, the first of them. */
function readFailures(file: string): string[] {
  if (!existsSync(file)) return []
  const lines = readFileSync(file, 'utf8').trimEnd().split('\n')
  const left = lines.length - shownFailures
  return left > 0 ? [...lines.slice(0, shownFailures), `… and ${left} more lines`] : lines
}

function printTimes(results: readonly Result[], wholeMs: number): void {
  const seconds = (ms: number) => (ms / 1000).toFixed(1).padStart(7)
  console.log('\nseconds, by step; those of one round share the machine')
  for (const { step, durationMs } of results) console.log(`${seconds(durationMs)}  ${step.name}`)
  console.log(`${seconds(wholeMs)}  in all`)
}

/** The rounds selected by `args`, or an error line. */
function chooseRounds(args: readonly string[]): readonly Round[] | string {
  if (args.length === 0) return rounds
  if (!args.some((arg) => arg.startsWith('-'))) {
    const found = findTestFiles(args, listTestFiles())
    return typeof found === 'string' ? found : roundsOf(found)
  }
  if (args.length === 1 && args[0] === '--reliability') return reliabilityRounds
  const [flag, name] = args
  const named = [...rounds, ...reliabilityRounds].flat(2).filter((step) => step.name === name)
  if (args.length === 2 && flag === '--only' && named.length > 0) return [[named]]
  const names = rounds.flat(2).map((step) => step.name)
  return `usage: npm test [-- FILE…] [-- --only <${names.join('|')}>] [-- --reliability]`
}
