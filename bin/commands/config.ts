import { parseArgs } from 'node:util'
import type { Effective } from '~/lib/kernel/configuration/check'
import { inspectConfiguration } from '~/lib/kernel/configuration/load'
import { showValue } from '~/lib/kernel/configuration/show-value'
import { type ProcessName, processNames, variableOf } from '~/lib/kernel/configuration/variables'
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
    const { lines, faults } = describeConfiguration(chosen, args.length === 0)
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

/**
 * The settings of each process, as if it were started in this environment; with `onlyMeant`, those for which something
 * that they require is set.
 */
function describeConfiguration(chosen: readonly ProcessName[], onlyMeant: boolean) {
  const lines: string[] = []
  const others: ProcessName[] = []
  let count = 0
  for (const name of chosen) {
    const isSite = name === 'portal' || name === 'operator'
    const { values, faults, warnings } = inspectConfiguration(name, isSite ? { SURFACE: name } : {})
    if (onlyMeant && !isMeant(name, values)) {
      others.push(name)
      continue
    }
    count += faults.length
    lines.push(
      name,
      ...values.map(lineOf),
      ...faults.map((fault) => `  fault: ${fault}`),
      ...warnings.map((warning) => `  warning: ${warning}`),
      '',
    )
  }
  if (others.length > 0)
    lines.push(`nothing that they require is set for: ${others.join(', ')} (--process shows one)`, '')
  lines.push(count === 0 ? 'no fault' : `${count} ${count === 1 ? 'fault' : 'faults'}`)
  return { lines, faults: count }
}

/** Every site and process of a server requires an address of its own database role, `npm start` nothing. */
function isMeant(process: ProcessName, values: readonly Effective[]): boolean {
  const required = values.filter(
    ({ name }) => name !== 'SURFACE' && variableOf(name).required?.includes(process),
  )
  return required.length === 0 || required.some(({ value }) => value !== undefined)
}

const lineOf = ({ name, value, origin }: Effective) =>
  `  ${name.padEnd(36)} ${origin === 'none' ? '' : origin.padEnd(12)}${showValue(name, value)}`.trimEnd()
