import { withOrganisation } from '~/db/client'
import { recordAudit } from '~/lib/audit'
import { authorize } from '~/lib/identity'
import { DomainError } from '~/lib/kernel/errors'
import type { Id } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { hashSecret, newSecret } from '~/lib/kernel/secrets/secrets'
import { addSeconds } from '~/lib/kernel/time/clock'
import { assertAllowed, instanceCan, lockInstance } from '~/lib/resources'
import { gatewayAddress } from './gateway-address'
import { insertTicket } from './queries/console'

const ticketSeconds = 30

type ConsoleAccess = { address: string; ticket: string }

/**
 * Returns the gateway's address and a ticket that opens a shell of the server once, within 30 seconds. The gateway
 * checks everything again when the ticket is used.
 *
 * @throws DomainError `not_found`, `state_forbids`; `unavailable` without a gateway
 */
export async function openConsole(
  ctx: OpContext,
  input: { instanceId: Id<'instance'> },
): Promise<ConsoleAccess> {
  authorize(ctx, 'instance:console')
  const address = gatewayAddress()
  if (!address) throw new DomainError('unavailable', { internal: 'CONSOLE_URL is not set' })
  const ticket = newSecret()
  await withOrganisation(ctx, async (tx, organisationId) => {
    const instance = await lockInstance(tx, input.instanceId)
    assertAllowed(instanceCan.console(instance), instance)
    if (ctx.actor.kind !== 'account') throw new DomainError('unauthenticated')
    await insertTicket(tx, {
      secretHash: hashSecret(ticket),
      organisationId,
      instanceId: instance.id,
      accountId: ctx.actor.accountId,
      sessionHash: ctx.actor.sessionHash,
      createdAt: ctx.now,
      expiresAt: addSeconds(ctx.now, ticketSeconds),
    })
    await recordAudit(tx, ctx, 'instance.console_asked', {
      organisationId,
      kind: 'instance',
      id: instance.id,
    })
  })
  return { address, ticket }
}
