import type { Tx } from '~/db/client'
import { recordAudit } from '~/lib/audit'
import { findBundle } from '~/lib/catalogue'
import { authorize } from '~/lib/identity'
import { DomainError, invariant } from '~/lib/kernel/errors'
import { type Id, newId } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { claimAddresses } from '../addresses/claim-addresses'
import { findAddressLine } from '../addresses/queries/public-addresses'
import { withNameCheck } from '../common/record-new-resource'
import type { RetryJudge } from '../limits/judge-retry'
import { recordSaga } from '../sagas/record-saga'
import type { Requested } from '../servers/request-instance-change'
import { balancerCan } from './balancer-can'
import { changeBalancerState } from './change-balancer-state'
import { claimQuota, creationOf, giveReserved, keepNetworks, requireCertificates } from './claim-balancers'
import { lockBalancerRow } from './queries/balancers'

/**
 * In `tx`: makes a failed balancer again: same resource, same order line, and the public address that it was ordered with,
 * or another new one.
 *
 * @throws DomainError `not_found`, `state_forbids`, `name_taken`, `quota_exceeded`, `insufficient_capacity`,
 * `invalid_input` (its address leads elsewhere by now, or its network or a certificate was deleted), and those of `judge`
 */
export async function requestBalancerRetry(
  tx: Tx,
  ctx: OpContext,
  { balancerId }: { balancerId: Id<'balancer'> },
  judge: RetryJudge,
): Promise<Requested> {
  const row = await lockBalancerRow(tx, balancerId)
  if (!row) throw new DomainError('not_found')
  const { organisationId, projectId, zoneId, orderLineId, orderedAddressId } = row
  authorize(ctx, 'order:place', projectId)
  if (!balancerCan.retry.includes(row.state))
    throw new DomainError('state_forbids', { params: { state: row.state } })
  const bundle = await findBundle(tx, row.bundleId, ctx.now)
  invariant(bundle, `bundle ${row.bundleId} of a balancer exists`)
  const addressLine = orderedAddressId ? null : await findAddressLine(tx, orderLineId)
  const microCentsPerHour = bundle.microCentsPerHour + (addressLine?.microCentsPerHour ?? 0n)
  await judge(tx, ctx, { organisationId, projectId, orderLineId, tags: {}, microCentsPerHour })
  await withNameCheck(row.name, () =>
    changeBalancerState(tx, ctx, balancerId, {
      from: balancerCan.retry,
      to: 'creating',
      effectiveAt: ctx.now,
      set: { failureCode: null, failureText: null, retryAt: null },
    }),
  )
  await requireCertificates(tx, ctx, row)
  await claimQuota(tx, row)
  if (orderedAddressId) await giveReserved(tx, balancerId, orderedAddressId, row)
  if (addressLine) {
    const id = newId('publicAddress', ctx.now.getTime())
    await claimAddresses(tx, ctx, row, [{ id, orderLineId: addressLine.id, zoneId, holderId: balancerId }])
  }
  await keepNetworks(tx, [row])
  await recordAudit(tx, ctx, 'balancer.retry_requested', { organisationId, kind: 'balancer', id: balancerId })
  return { sagaId: await recordSaga(tx, ctx, creationOf(balancerId, organisationId)) }
}
