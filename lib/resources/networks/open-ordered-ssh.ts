import type { Tx } from '~/db/client'
import { recordAudit } from '~/lib/audit'
import type { Id } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { allowInto } from '../firewall/allow-into'
import { readRange } from '../firewall/read-rule'
import { ruleFacts } from '../firewall/rule-values'
import { listSshAccess } from '../queries/facts'
import type { NetworkRow } from './queries/networks'

/**
 * Lets SSH in to these servers from the sources of their order lines, in the transaction that gives the servers their place
 * on the network: the rules are there before the servers are. Rules that exist already are left alone. A network without
 * room for all of these rules gets none: the servers are delivered, and their pages show that SSH is closed.
 */
export async function openOrderedSsh(
  tx: Tx,
  ctx: OpContext,
  network: Pick<NetworkRow, 'id' | 'organisationId' | 'hasExit'>,
  instanceIds: readonly Id<'instance'>[],
): Promise<void> {
  if (!network.hasExit) return
  const servers = await listSshAccess(tx, instanceIds)
  const rules = servers.flatMap(({ id, name, sources }) =>
    sources.map((source) => ({
      direction: 'in' as const,
      protocol: 'tcp' as const,
      ports: '22',
      peer: { kind: 'cidr' as const, cidr: readRange(source, 'source') },
      local: { kind: 'server' as const, id },
      description: `SSH ${name}`,
    })),
  )
  if (rules.length === 0) return
  const nameOf = new Map<string, string>(servers.map(({ id, name }) => [id, name]))
  for (const rule of await allowInto(tx, network.id, rules, ctx.now))
    await recordAudit(tx, ctx, 'firewall.rule_added', {
      organisationId: network.organisationId,
      kind: 'network',
      id: network.id,
      details: {
        ...ruleFacts(rule),
        description: rule.description,
        server: (rule.local?.kind === 'server' && nameOf.get(rule.local.id)) || '',
      },
    })
}
