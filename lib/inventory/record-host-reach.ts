import type { Tx } from '~/db/client'
import { markHostSilent, markHostsBack } from '~/db/queries/inventory/host-reach'
import { recordAudit } from '~/lib/audit'
import { type Id, newId } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'

/**
 * Transaction piece. Hosts that stopped answering sell nothing from here on, those that answer again do; each change is
 * in the journal once, whoever saw it too.
 */
export async function recordHostReach(
  tx: Tx,
  ctx: OpContext,
  { silenced, back }: { silenced: readonly { id: Id<'host'>; since: Date }[]; back: readonly Id<'host'>[] },
): Promise<void> {
  const audit = (event: 'host.stopped_answering' | 'host.answers_again', id: Id<'host'>, details = {}) =>
    recordAudit(tx, ctx, event, { organisationId: null, kind: 'host', id, details })
  // In the order of their ids, as claims lock them.
  for (const { id, since } of [...silenced].sort((a, b) => (a.id < b.id ? -1 : 1)))
    if (await markHostSilent(tx, { id, since, silenceId: newId('hostSilence', ctx.now.getTime()) }))
      await audit('host.stopped_answering', id, { since: since.toISOString() })
  for (const id of await markHostsBack(tx, back, ctx.now)) await audit('host.answers_again', id)
}
