import { withStaff } from '~/db/client'
import { deleteConnection, replaceConnection } from '~/db/queries/billing/deliveries'
import { recordAudit } from '~/lib/audit'
import { authorizeStaff, requireFreshProof } from '~/lib/identity'
import type { OpContext } from '~/lib/kernel/op-context'
import { seal } from '~/lib/kernel/secrets'
import { accountPlace, secretPlace } from './secret-place'

export type ConnectionInput = {
  channel: 'chorus_pro' | 'platform'
  baseUrl: string
  tokenUrl: string
  clientId: string
  clientSecret: string
  account?: string | undefined
}

/** From now on e-invoices of this channel go there; the secrets are sealed and shown to nobody again. */
export async function setConnection(ctx: OpContext, input: ConnectionInput): Promise<void> {
  authorizeStaff(ctx, 'billing:settle')
  await requireFreshProof(ctx)
  const { channel, baseUrl, tokenUrl, clientId } = input
  await withStaff(ctx, async (tx) => {
    await replaceConnection(tx, {
      channel,
      baseUrl,
      tokenUrl,
      clientId,
      clientSecretSealed: seal(input.clientSecret, secretPlace(channel)),
      accountSealed: channel === 'chorus_pro' ? seal(input.account ?? '', accountPlace) : null,
      updatedAt: ctx.now,
    })
    await recordAudit(tx, ctx, 'einvoice_connection.set', {
      organisationId: null,
      kind: 'einvoice_connection',
      id: channel,
      details: { baseUrl, tokenUrl, clientId },
    })
  })
}

/**
 * From now on e-invoices of this channel go to the platform that ships with the product: they leave the house no more.
 *
 * @throws DomainError `forbidden`, `proof_required`
 */
export async function removeConnection(
  ctx: OpContext,
  input: { channel: 'chorus_pro' | 'platform' },
): Promise<void> {
  authorizeStaff(ctx, 'billing:settle')
  await requireFreshProof(ctx)
  await withStaff(ctx, async (tx) => {
    await deleteConnection(tx, input.channel)
    await recordAudit(tx, ctx, 'einvoice_connection.removed', {
      organisationId: null,
      kind: 'einvoice_connection',
      id: input.channel,
      details: {},
    })
  })
}
