import type { z } from 'zod'
import { withOrganisation } from '~/db/client'
import { recordAudit } from '~/lib/audit'
import { authorize } from '~/lib/identity'
import { invariant } from '~/lib/kernel/errors'
import type { OpContext } from '~/lib/kernel/op-context'
import * as queries from './queries/burning'
import type { chooseAlertMailsInput } from './schema'

/** Whether the member gets a mail when the promised availability is about to be missed. */
export async function readAlertMails(ctx: OpContext): Promise<boolean> {
  authorize(ctx, 'sla:alert')
  const { actor } = ctx
  invariant(actor.kind === 'account', 'members are accounts')
  return withOrganisation(ctx, (tx, organisationId) =>
    queries.wantsAlertMails(tx, organisationId, actor.accountId),
  )
}

/**
 * Turns the member's alert mails on or off.
 *
 * @throws DomainError `forbidden`
 */
export async function chooseAlertMails(
  ctx: OpContext,
  { isWanted }: z.output<typeof chooseAlertMailsInput>,
): Promise<void> {
  authorize(ctx, 'sla:alert')
  const { actor } = ctx
  invariant(actor.kind === 'account', 'members are accounts')
  const { accountId } = actor
  await withOrganisation(ctx, async (tx, organisationId) => {
    if (isWanted) await queries.insertAlertMails(tx, { organisationId, accountId, createdAt: ctx.now })
    else await queries.deleteAlertMails(tx, organisationId, accountId)
    await recordAudit(tx, ctx, 'service_alerts.chosen', {
      organisationId,
      kind: 'account',
      id: accountId,
      details: { isWanted },
    })
  })
}
