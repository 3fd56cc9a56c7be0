import { eq } from 'drizzle-orm'
import type { Tx } from '~/db/client'
import { firewallRules, privateAddresses } from '~/db/schema/resources/networks'
import type { Id } from '~/lib/kernel/ids'

/** The rules of a server's network; empty on a simulated hypervisor. */
export async function listRulesAround(tx: Tx, instanceId: Id<'instance'>) {
  return tx
    .select({ protocol: firewallRules.protocol, ports: firewallRules.ports, source: firewallRules.source })
    .from(firewallRules)
    .innerJoin(privateAddresses, eq(privateAddresses.networkId, firewallRules.networkId))
    .where(eq(privateAddresses.instanceId, instanceId))
}
