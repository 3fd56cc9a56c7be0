import { parseArgs } from 'node:util'
import type { Effective } from '~/lib/kernel/configuration/check'
import { inspectConfiguration } from '~/lib/kernel/configuration/load'
import { showValue } from '~/lib/kernel/configuration/show-value'
import { type ProcessName, processNames } from '~/lib/kernel/configuration/variables'
import type { Command } from './command'

const usage = `usage: config [--process ${processNames.join('|')}]`

/** Exits with 1 when a process would not start with this environment. */
export const configCommand: Command = {
  summary: 'config [--process …]: the settings of each process in this environment, and their faults',
  process: null,
  async run(args) {
    const chosen = readProcesses(args)
    if (!chosen) {
      console.error(usage)
      return 2
    }
    const { lines, faults } = describeConfiguration(chosen)
    console.log(lines.join('\n'))
    return faults === 0 ? 0 : 1
  },
}

function readProcesses(args: string[]): readonly ProcessName[] | null {
  try {
    const { values } = parseArgs({ args, options: { process: { type: 'string' } } })
    if (values.process === undefined) return processNames
    const name = processNames.find((each) => each === values.process)
    return name ? [name] : null
  } catch {
    return null
  }
}

/** The settings of each process, as if it were started in this environment. */
function describeConfiguration(chosen: readonly ProcessName[]) {
  const lines: string[] = []
  let count = 0
  for (const name of chosen) {
    const isSite = name === 'portal' || name === 'operator'
    const { values, faults, warnings } = inspectConfiguration(name, isSite ? { SURFACE: name } : {})
    count += faults.length
    lines.push(
      name,
      ...values.map(lineOf),
      ...faults.map((fault) => `  fault: ${fault}`),
      ...warnings.map((warning) => `  warning: ${warning}`),
      '',
    )
  }
  lines.push(count === 0 ? 'no fault' : `${count} ${count === 1 ? 'fault' : 'faults'}`)
  return { lines, faults: count }
}

const lineOf = ({ name, value, origin }: Effective) =>
  `  ${name.padEnd(36)} ${origin === 'none' ? '' : origin.padEnd(12)}${showValue(name, value)}`.trimEnd()
