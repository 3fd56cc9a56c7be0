import type { Tx } from '~/db/client'
import { recordAudit } from '~/lib/audit'
import { type Id, newId } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { markHostBack, markHostSilent } from './queries/host-reach'

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
  const sinceOf = new Map(silenced.map(({ id, since }) => [id, since]))
  // One after the other in the order of their ids, as claims lock them.
  for (const id of [...sinceOf.keys(), ...back].sort()) {
    const since = sinceOf.get(id)
    if (!since) {
      if (await markHostBack(tx, id, ctx.now)) await audit('host.answers_again', id)
      continue
    }
    const silenceId = newId('hostSilence', ctx.now.getTime())
    if (await markHostSilent(tx, { id, since, silenceId }))
      await audit('host.stopped_answering', id, { since: since.toISOString() })
  }
}
