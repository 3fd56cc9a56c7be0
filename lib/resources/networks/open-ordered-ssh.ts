import type { Tx } from '~/db/client'
import { recordAudit } from '~/lib/audit'
import { type Id, newId } from '~/lib/kernel/ids'
import { systemContext } from '~/lib/kernel/system-context'
import { findSshAccess } from '../queries/facts'
import { rulesMax } from './change-rules'
import * as rows from './queries/networks'

const port = '22'

/**
 * Lets SSH in from the sources of this server's order, in the transaction that gives the server its place on the
 * network: the rules are there before the server is. Rules that exist already are left alone. A network with too many
 * rules gets none: the server is delivered, and its page shows that SSH is closed.
 */
export async function openOrderedSsh(
  tx: Tx,
  network: Pick<rows.NetworkRow, 'id' | 'organisationId'>,
  instanceId: Id<'instance'>,
  now: Date,
): Promise<void> {
  const ordered = await findSshAccess(tx, instanceId)
  if (!ordered) return
  await rows.findNetworkForUpdate(tx, network.id)
  const known = await rows.listFirewallRules(tx, network.id)
  const missing = ordered.sources.filter(
    (source) =>
      !known.some((rule) => rule.protocol === 'tcp' && rule.ports === port && rule.source === source),
  )
  if (missing.length === 0 || known.length + missing.length > rulesMax) return
  const ctx = systemContext('saga', now)
  for (const source of missing) {
    const rule = { protocol: 'tcp' as const, ports: port, source, description: `SSH ${ordered.serverName}` }
    const { id: networkId, organisationId } = network
    const id = newId('firewallRule', now.getTime())
    await rows.insertFirewallRule(tx, { id, organisationId, networkId, ...rule, createdAt: now })
    await recordAudit(tx, ctx, 'firewall.rule_added', {
      organisationId,
      kind: 'network',
      id: networkId,
      details: { ...rule, server: ordered.serverName },
    })
  }
  await rows.reviseNetwork(tx, network.id)
}
