import { acrossProjects, type Tx, withOrganisation } from '~/db/client'
import { recordAudit } from '~/lib/audit'
import { assertWithinSpending } from '~/lib/budgets'
import { grantPromotions } from '~/lib/catalogue'
import { emitEvent } from '~/lib/events'
import { answerOnce, type KeyedRequest, requestHash, runExclusive, runOncePerKey } from '~/lib/idempotency'
import {
  authorize,
  limitOrders,
  limitUserData,
  projectToOrderIn,
  requireCurrentLegalVersions,
} from '~/lib/identity'
import { retryConflicts } from '~/lib/kernel/concurrency/retry-conflicts'
import { DomainError, invariant } from '~/lib/kernel/errors'
import type { Id } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { committedMonthlyCents } from '~/lib/usage'
import { judge, withJudgement } from '../acceptance/judge'
import { deleteDraft } from '../cart/queries/drafts'
import { findHold, isOverPurchaseOrder } from '../holds/find-hold'
import { commitmentsOfMember, readDay } from '../holds/read-day'
import { openOrderCase, openReferencesCase } from '../moderation/open-case'
import { findBuyerForUpdate } from '../queries/place'
import { beginQuote, holdForQuote, writeQuote } from '../quotes/make-quote'
import { type CheckedOrder, checkReferences } from '../references/check-references'
import type { PlaceOrderInput } from '../schema'
import { addressLines } from './address-lines'
import { assertCountedQuotas } from './address-quota'
import { assertNetworks } from './assert-networks'
import { claimLines } from './claim-lines'
import { type PlaceOrderOutcome, refusalOf } from './outcome'
import { prepareLines } from './prepare-lines'
import { writeOrder } from './write-order'

/** The answer stored under the key. */
type Accepted = Extract<PlaceOrderOutcome, { outcome: 'accepted' | 'held' | 'quoted' }>

/**
 * Orders all lines or none. When accepted, the order, its resources in state `creating`, their capacity and
 * their sagas are committed together, and the worker creates the resources. A refusal changes nothing. The
 * same idempotency key of the same member returns the same accepted answer for 24 hours, also while the first
 * request is running.
 *
 * @throws DomainError `idempotency_key_reused`, `rate_limited`, `organisation_not_active`, `invalid_input`,
 * `name_taken`, `budget_exceeded`, `no_seller`, `unavailable` (too many concurrent requests), and those of `authorize`
 */
export async function placeOrder(ctx: OpContext, input: PlaceOrderInput): Promise<PlaceOrderOutcome> {
  const organisationId = authorize(ctx, 'order:place')
  // Deleting the draft is not part of the order's content.
  const { idempotencyKey: key, isFromDraft: _isFromDraft, ...content } = input
  const request = { key, hash: requestHash(content) }
  invariant(ctx.actor.kind === 'account', 'authorize lets accounts pass only')
  const name = `${organisationId} ${ctx.actor.accountId} ${key}`
  return runExclusive(name, () => placeOnce(ctx, organisationId, request, input))
}

async function placeOnce(
  ctx: OpContext,
  organisationId: Id<'organisation'>,
  request: KeyedRequest,
  input: PlaceOrderInput,
): Promise<PlaceOrderOutcome> {
  try {
    const answer = await runOncePerKey<Accepted>(ctx, request, async () => {
      await limitOrders(ctx, organisationId)
      await limitUserData(ctx, organisationId, [
        ...new Set(input.lines.flatMap(({ userData }) => userData ?? [])),
      ])
      const checked = await checkReferences(ctx, input)
      return carryOut(ctx, organisationId, request, checked)
    })
    return accepted(answer)
  } catch (error) {
    const refusal = refusalOf(error)
    if (refusal) return refusal
    throw error
  }
}

/** Stored answers lose their key order (jsonb); this restores it, so that replays are byte-identical. */
function accepted(answer: Accepted): Accepted {
  const { orderId, number } = answer
  return answer.outcome === 'quoted'
    ? { outcome: answer.outcome, orderId, number, quoteId: answer.quoteId }
    : { outcome: answer.outcome, orderId, number }
}

async function carryOut(
  ctx: OpContext,
  organisationId: Id<'organisation'>,
  request: KeyedRequest,
  checked: CheckedOrder,
): Promise<Accepted> {
  return retryConflicts(() =>
    withOrganisation(ctx, (tx) =>
      answerOnce(tx, ctx, request, () => order(tx, ctx, organisationId, checked)),
    ),
  )
}

async function order(
  tx: Tx,
  ctx: OpContext,
  organisationId: Id<'organisation'>,
  { input, check }: CheckedOrder,
): Promise<Accepted> {
  invariant(ctx.actor.kind === 'account', 'authorize lets accounts pass only')
  const organisation = await findBuyerForUpdate(tx, organisationId)
  if (organisation?.state !== 'active') {
    throw new DomainError('organisation_not_active', { params: { state: organisation?.state ?? '' } })
  }
  const [{ termsVersion, dpaVersion }, { id: projectId }] = await Promise.all([
    requireCurrentLegalVersions(tx, organisationId, ctx.now),
    projectToOrderIn(tx, ctx, input.projectId),
  ])
  const committed = await acrossProjects(tx, () => committedMonthlyCents(tx, organisationId, ctx.now))
  const place = { organisationId, projectId }
  const quote = input.asQuote ? await beginQuote(tx, ctx, organisationId, input.asQuote) : null
  const prepared = await prepareLines(tx, ctx, place, input)
  if (!quote) await assertNetworks(tx, projectId, prepared)
  const lines = [...prepared, ...(await addressLines(tx, ctx, prepared))]
  await assertCountedQuotas(tx, place, lines)
  const monthlyCents = lines.reduce((sum, line) => sum + line.monthlyCents, 0n)
  await assertWithinSpending(tx, { ...place, moreCents: monthlyCents }, ctx.now)
  const day = await readDay(tx, ctx, organisationId)
  const asked = { monthlyCents, committedCents: committed, day, isQuote: quote !== null }
  const { judged, acceptingRules } = await judge(tx, ctx, organisationId, organisation, asked, lines)
  const kinds = lines.map((line) => line.bundle.kind)
  const before = commitmentsOfMember(day, ctx)
  const isOver = await isOverPurchaseOrder(tx, ctx, organisationId, lines)
  const held = await findHold(tx, ctx, { ...place, monthlyCents, kinds, before }, isOver)
  const found = withJudgement(held, judged, ctx.now)
  const hold = quote ? holdForQuote(found, quote) : found
  const places = await claimLines(tx, ctx, place, lines, hold?.expiresAt ?? null)
  if (input.isFromDraft) await deleteDraft(tx, organisationId, ctx.actor.accountId)
  const { accountId } = ctx.actor
  const acceptedBy = judged.outcome === 'accepted' ? judged.rule : null
  const buyer = {
    ...place,
    accountId,
    termsVersion,
    dpaVersion,
    referenceCheck: check,
    acceptedBy,
    acceptingRules,
  }
  const { orderId, number } = await writeOrder(tx, ctx, buyer, lines, places, hold)
  const bundleIds = lines.map((line) => line.bundle.id)
  await grantPromotions(tx, ctx, { organisationId, orderId, bundleIds }, input.promotionCode ?? '')
  const written = { ...place, orderId, number, monthlyCents }
  const made = quote ? await writeQuote(tx, ctx, quote, { organisationId, orderId }, judged) : null
  const quoteId = made?.id ?? null
  if (hold?.reasons.includes('operator'))
    await openOrderCase(
      tx,
      ctx,
      { ...written, number: made?.number ?? number },
      { kind: quote ? 'quote' : 'order', judged, expiresAt: hold.expiresAt },
    )
  await openReferencesCase(tx, ctx, written, check)
  await recordAudit(tx, ctx, 'order.placed', {
    organisationId,
    kind: 'order',
    id: orderId,
    details: {
      number,
      monthlyCents: monthlyCents.toString(),
      ...(hold ? { heldFor: hold.reasons } : {}),
      ...(check && check !== 'checked' ? { referencesNotChecked: check } : {}),
      lines: lines.map(({ bundle, zoneId, sshAccess, input: { name, quantity } }) => ({
        bundle: bundle.slug,
        zoneId,
        name,
        quantity,
        ...(sshAccess ? { sshFrom: sshAccess.sources } : {}),
      })),
    },
  })
  if (quoteId) return { outcome: 'quoted', orderId, number, quoteId }
  await emitEvent(tx, ctx, {
    organisationId,
    event: 'order.placed',
    data: { orderId, number, projectId, monthlyCents: monthlyCents.toString(), isHeld: hold !== null },
  })
  return { outcome: hold ? 'held' : 'accepted', orderId, number }
}
