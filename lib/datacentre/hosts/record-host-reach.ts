import type { Tx } from '~/db/client'
import { recordAudit } from '~/lib/audit'
import { type Id, newId } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { alarmLostHost } from './losses/alarm-lost-host'
import { markHostBack, markHostSilent } from './queries/host-reach'

/**
 * In the caller's transaction: takes silent hosts off sale and puts hosts that answer again on sale. Each change is
 * audited once, even when several workers see it. A host that is declared lost stays off sale: its sign of life is an
 * alarm.
 */
export async function recordHostReach(
  tx: Tx,
  ctx: OpContext,
  { silenced, back }: { silenced: readonly { id: Id<'host'>; since: Date }[]; back: readonly Id<'host'>[] },
): Promise<void> {
  const audit = (event: 'host.stopped_answering' | 'host.answers_again', id: Id<'host'>, details = {}) =>
    recordAudit(tx, ctx, event, { organisationId: null, kind: 'host', id, details })
  const sinceOf = new Map(silenced.map(({ id, since }) => [id, since]))
  // In the order of their ids, as claims lock them, to avoid deadlocks.
  for (const id of [...sinceOf.keys(), ...back].sort()) {
    const since = sinceOf.get(id)
    if (!since) {
      if (await alarmLostHost(tx, ctx, id)) continue
      if (await markHostBack(tx, id, ctx.now)) await audit('host.answers_again', id)
      continue
    }
    const silenceId = newId('hostSilence', ctx.now.getTime())
    if (await markHostSilent(tx, { id, since, silenceId }))
      await audit('host.stopped_answering', id, { since: since.toISOString() })
  }
}
