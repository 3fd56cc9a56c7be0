import type { Tx } from '~/db/client'
import type { Id } from '~/lib/kernel/ids'
import { requireNetworkToJoin } from '~/lib/resources/rows'
import type { PreparedLine } from './prepare-lines'

/**
 * Refuses servers without a chosen network in a zone where their project has none yet and the hypervisor cannot make one
 * now.
 *
 * @throws DomainError `state_forbids` with the hosts that do not answer
 */
export async function assertNetworks(
  tx: Tx,
  projectId: Id<'project'>,
  lines: readonly PreparedLine[],
): Promise<void> {
  const withServers = lines.filter(
    ({ input, resources }) =>
      !input.networkId && resources.some(({ resourceKind }) => resourceKind === 'instance'),
  )
  for (const zoneId of new Set(withServers.map((line) => line.zoneId)))
    await requireNetworkToJoin(tx, { projectId, zoneId })
}
