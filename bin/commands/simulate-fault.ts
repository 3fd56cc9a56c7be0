import { parseArgs } from 'node:util'
import { closeDatabase } from '~/db/client'
import { faultNames, simulateFault } from '~/lib/hypervisors/runtime'
import { DomainError } from '~/lib/kernel/errors'
import type { Command } from './command'
import { connectInstallation } from './connect'
import { commandContext } from './context'

const usage = `usage: simulate-fault <name> [--resource <id or name>] [--operation <call>] [--zone <code>] [--host <name> | --rack <name>] [--count <n> | --lasting]
       simulate-fault --list | --clear [<name>]
names: ${faultNames.join(', ')}`

/**
 * Injects a fault into the simulated datacenter: for the next matching call, `--count` of them, or all until
 * cleared. Outages (`host-down`, `zone-down`, `network-down`) last until they are cleared.
 */
export const simulateFaultCommand: Command = {
  summary: 'simulate-fault <name> [--resource …] [--count n]: make the simulated datacenter fail',
  process: 'command',
  async run(args) {
    const asked = readArguments(args)
    if (!asked) {
      console.error(usage)
      return 2
    }
    await connectInstallation()
    try {
      for (const line of await simulateFault(commandContext('worker'), asked)) console.log(line)
      return 0
    } catch (error) {
      if (!(error instanceof DomainError) || error.code !== 'invalid_input') throw error
      console.error(`${error.field ?? 'the fault'} is not understood\n${usage}`)
      return 2
    } finally {
      await closeDatabase()
    }
  },
}

function readArguments(args: string[]): Parameters<typeof simulateFault>[1] | null {
  try {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: {
        resource: { type: 'string' },
        match: { type: 'string' },
        operation: { type: 'string' },
        zone: { type: 'string' },
        host: { type: 'string' },
        rack: { type: 'string' },
        count: { type: 'string' },
        lasting: { type: 'boolean', default: false },
        list: { type: 'boolean', default: false },
        clear: { type: 'boolean', default: false },
      },
    })
    const [name] = positionals
    if (values.list) return { act: 'list' }
    if (values.clear) return { act: 'clear', name: name ?? null }
    if (!name) return null
    return {
      act: 'set',
      rack: values.rack,
      fault: {
        name,
        operation: values.operation ?? null,
        resource: values.resource ?? values.match ?? null,
        zoneCode: values.zone ?? null,
        hostName: values.host ?? null,
        remaining: values.lasting ? null : Number(values.count ?? 1),
      },
    }
  } catch {
    return null
  }
}
