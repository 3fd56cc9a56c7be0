import { type Tx, withStaff } from '~/db/client'
import { recordAudit } from '~/lib/audit'
import { authorizeStaff, requireFreshProof } from '~/lib/identity'
import type { OpContext } from '~/lib/kernel/op-context'
import { seal } from '~/lib/kernel/secrets/secrets'
import type { Changeable, Facts } from '../changes/changeable'
import { proposeChange } from '../changes/propose-change'
import { applySealedChange, lockChangeSubject } from '../changes/queries/seller-changes'
import type { ChangeOutcome } from '../changes/views'
import { deleteConnection, listConnections } from './queries/deliveries'
import { accountPlace, secretPlace } from './secret-place'

type Channel = 'chorus_pro' | 'platform'
export type ConnectionInput = {
  channel: Channel
  baseUrl: string
  tokenUrl: string
  clientId: string
  clientSecret: string
  account?: string | undefined
}

/**
 * Proposes a platform for the e-invoices of this channel; it takes effect once a second approver accepts it
 * (`decideSellerChange`). The secrets are sealed and never shown again.
 *
 * @throws DomainError `forbidden`, `proof_required`
 */
export async function setConnection(ctx: OpContext, input: ConnectionInput): Promise<ChangeOutcome> {
  const staffId = authorizeStaff(ctx, 'billing:settle')
  await requireFreshProof(ctx)
  const { channel, baseUrl, tokenUrl, clientId } = input
  const subject = `connection_${channel}` as const
  await withStaff(ctx, async (tx) => {
    await lockChangeSubject(tx, subject)
    await proposeChange(tx, ctx, staffId, {
      subject,
      before: await readFacts(tx, channel),
      after: { baseUrl, tokenUrl, clientId },
      sealed: {
        clientSecret: seal(input.clientSecret, secretPlace(channel)),
        ...(channel === 'chorus_pro' && { account: seal(input.account ?? '', accountPlace) }),
      },
    })
  })
  return { outcome: 'proposed' }
}

async function readFacts(tx: Tx, channel: Channel): Promise<Facts> {
  const row = (await listConnections(tx)).find((each) => each.channel === channel)
  return row ? { baseUrl: row.baseUrl, tokenUrl: row.tokenUrl, clientId: row.clientId } : {}
}

/** The platform connection of a channel as a setting that takes two people to change. */
export const connectionChange = (channel: Channel): Changeable => ({
  read: (tx) => readFacts(tx, channel),
  apply: async (tx, ctx, { id, after }) => {
    await applySealedChange(tx, id, ctx.now)
    await recordAudit(tx, ctx, 'einvoice_connection.set', {
      organisationId: null,
      kind: 'einvoice_connection',
      id: channel,
      details: after,
    })
  },
})

/**
 * Routes e-invoices of this channel to the embedded platform from now on. It needs no second approver because documents
 * no longer leave the site.
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
    await lockChangeSubject(tx, `connection_${input.channel}`)
    await deleteConnection(tx, input.channel)
    await recordAudit(tx, ctx, 'einvoice_connection.removed', {
      organisationId: null,
      kind: 'einvoice_connection',
      id: input.channel,
      details: {},
    })
  })
}
