import type { Tx } from '~/db/client'
import { recordAudit } from '~/lib/audit'
import type { Id } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { allowInto } from '../firewall/allow-into'
import { readRange } from '../firewall/read-rule'
import { ruleFacts } from '../firewall/rule-values'
import { findSshAccess } from '../queries/facts'
import type { NetworkRow } from './queries/networks'

/**
 * Lets SSH in to this server from the sources of its order, in the transaction that gives the server its place on the
 * network: the rules are there before the server is. Rules that exist already are left alone. A network with too many
 * rules gets none: the server is delivered, and its page shows that SSH is closed.
 */
export async function openOrderedSsh(
  tx: Tx,
  ctx: OpContext,
  network: Pick<NetworkRow, 'id' | 'organisationId' | 'hasExit'>,
  instanceId: Id<'instance'>,
): Promise<void> {
  const ordered = await findSshAccess(tx, instanceId)
  if (!ordered || !network.hasExit) return
  const rules = ordered.sources.map((source) => ({
    direction: 'in' as const,
    protocol: 'tcp' as const,
    ports: '22',
    peer: { kind: 'cidr' as const, cidr: readRange(source, 'source') },
    local: { kind: 'server' as const, id: instanceId },
    description: `SSH ${ordered.serverName}`,
  }))
  for (const rule of await allowInto(tx, network.id, rules, ctx.now))
    await recordAudit(tx, ctx, 'firewall.rule_added', {
      organisationId: network.organisationId,
      kind: 'network',
      id: network.id,
      details: { ...ruleFacts(rule), description: rule.description, server: ordered.serverName },
    })
}
