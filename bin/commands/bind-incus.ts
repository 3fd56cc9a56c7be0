import { closeDatabase } from '~/db/client'
import { type BindOutcome, bindIncusZone } from '~/lib/hypervisors/runtime'
import { readVariable } from '~/lib/kernel/configuration/read'
import { formatMib } from '~/lib/kernel/text/format'
import type { Command } from './command'
import { connectInstallation } from './connect'
import { commandContext } from './context'

const refusals: Record<Extract<BindOutcome, { outcome: 'refused' }>['reason'], string> = {
  unusable: 'it cannot be used',
  not_trusted: 'it does not let this user change anything',
  clustered: 'it is a member of a cluster, and a zone is bound to a single server',
  pool_too_small: 'the storage pool of its default profile is smaller than 4 GiB',
  memory_too_small: 'it has too little memory for a server',
  other_zone: 'a zone of the operator’s page is on it already',
  zone_taken: 'the zone is there already, and simulated',
}

/** Reads `INCUS_SOCKET`; prints one line in either case. */
export const bindIncusCommand: Command = {
  summary: 'bind the zone INC1 to the Incus of INCUS_SOCKET; repeating it follows what Incus has',
  process: 'command',
  async run() {
    const socketPath = readVariable('INCUS_SOCKET')
    if (!socketPath) {
      console.error('INCUS_SOCKET is not set')
      return 2
    }
    await connectInstallation()
    try {
      const outcome = await bindIncusZone(commandContext('operator'), { socketPath })
      if (outcome.outcome === 'bound') {
        console.log(lineOf(outcome))
        return 0
      }
      if (outcome.outcome === 'held') {
        // Not fatal: the start continues, and the operator's page shows what to do.
        console.log(
          'INCUS_SOCKET is not used: the database was restored or copied. Agree to it, then start again.',
        )
        return 0
      }
      const text = outcome.text === '' ? '' : ` (${outcome.text})`
      console.error(`INCUS_SOCKET=${socketPath}: ${refusals[outcome.reason]}${text}`)
      return 1
    } finally {
      await closeDatabase()
    }
  },
}

function lineOf({ zoneCode, serverName, plan, capacityKept }: Extract<BindOutcome, { outcome: 'bound' }>) {
  const memory = formatMib(plan.host.memoryMibPhysical - plan.host.memoryMibReserved, 'en')
  const images = plan.images.map((image) => image.alias).join(', ') || 'no image with an alias'
  const kept = capacityKept ? '; customers hold more than it has now, so its capacity was kept' : ''
  return `zone ${zoneCode} is bound to Incus on ${serverName}: ${plan.host.vcpuPhysical} CPUs, ${memory}, ${images}${kept}`
}
