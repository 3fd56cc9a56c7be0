import type { Tx } from '~/db/client'
import { recordAudit } from '~/lib/audit'
import { listStaffAllowed } from '~/lib/identity'
import type { Id } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { operatorLink, queueMail } from '~/lib/mail'
import { routes } from '~/lib/routes'
import { countAllocationsOn, findHostForUpdate } from '../../queries/hosts'
import { markLostHostAnswering } from './queries/losses'

/**
 * In `tx`: for a host that is declared lost and answers, stops further starts of its servers and notifies the staff who
 * may act, once. False for any other host.
 */
export async function alarmLostHost(tx: Tx, ctx: OpContext, hostId: Id<'host'>): Promise<boolean> {
  const host = await findHostForUpdate(tx, hostId)
  const loss = host && (await markLostHostAnswering(tx, hostId, ctx.now))
  if (!host || loss === null) return false
  if (loss === false) return true
  await recordAudit(tx, ctx, 'host.lost_host_answered', {
    organisationId: null,
    kind: 'host',
    id: hostId,
    details: { lossId: loss.id, isConfirmed: loss.confirmedAt !== null },
  })
  const servers = await countAllocationsOn(tx, hostId)
  for (const { email: to, fullName: name, locale } of await listStaffAllowed(tx, 'inventory:change'))
    await queueMail(tx, {
      to,
      locale,
      template: 'host-loss',
      params: {
        kind: loss.confirmedAt === null ? 'answered_before' : 'answered',
        name,
        host: host.name,
        servers,
        declaredBy: '',
        url: operatorLink(routes.operator.hostLoss(hostId)),
      },
    })
  return true
}
