import type { Tx } from '~/db/client'
import { recordAudit } from '~/lib/audit'
import { emitEvents } from '~/lib/events'
import { groupedBy } from '~/lib/kernel/grouped-by'
import type { Id } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { formatMoney } from '~/lib/kernel/text/format'
import { portalLink, queueMail } from '~/lib/mail'
import { routes } from '~/lib/routes'
import { findProfile, getOrganisation } from '../queries/subjects'
import * as queries from './queries/service-credits'

/** The amount of a credit on one line of a document, with the sign of the credit. */
export type GrantedPart = {
  creditId: Id<'serviceCredit'>
  documentId: Id<'invoice'>
  position: number
  cents: bigint
}

type Grantable = Pick<
  queries.ServiceCreditRow,
  'id' | 'amountCents' | 'usedCents' | 'period' | 'subjectId' | 'subjectKind'
>

/**
 * Marks each credit as granted once documents contain its full amount, and as carried over until then; notifies its
 * customer by one mail for all of them, and by webhook.
 */
export async function grantCredits(
  tx: Tx,
  ctx: OpContext,
  given: {
    organisationId: Id<'organisation'>
    credits: readonly Grantable[]
    parts: readonly GrantedPart[]
  },
): Promise<void> {
  const { organisationId, credits, parts } = given
  await queries.insertCreditLines(
    tx,
    parts.map((part) => ({ ...part, organisationId })),
  )
  const partsOf = groupedBy(parts, ({ creditId }) => creditId)
  const used = credits.map((credit) => {
    const own = partsOf.get(credit.id) ?? []
    return { credit, own, usedCents: own.reduce((sum, { cents }) => sum + cents, credit.usedCents) }
  })
  await queries.updateUsedCredits(
    tx,
    used.map(({ credit, usedCents }) => ({ id: credit.id, usedCents })),
    ctx.now,
  )
  const whole = used.filter(({ credit, usedCents }) => usedCents === credit.amountCents)
  const granted = whole.map(({ credit }) => credit)
  // A month may have thousands, and other finalisations wait for this one, so they are audited together.
  for (const [period, ofMonth] of groupedBy(granted, (credit) => credit.period))
    await recordAudit(tx, ctx, 'service_credit.granted', {
      organisationId,
      kind: 'service_level_month',
      id: `${organisationId} ${period}`,
      details: {
        period,
        credits: ofMonth.length,
        netCents: ofMonth.reduce((sum, { amountCents }) => sum + amountCents, 0n).toString(),
      },
    })
  await emitEvents(
    tx,
    ctx,
    { organisationId, event: 'service_credit.granted' },
    whole.map(({ credit, own }) => ({
      serviceCreditId: credit.id,
      period: credit.period,
      resourceId: credit.subjectId,
      resourceKind: credit.subjectKind,
      netCents: credit.amountCents.toString(),
      documentIds: [...new Set(own.map(({ documentId }) => documentId))],
    })),
  )
  await tell(tx, organisationId, granted)
}

async function tell(
  tx: Tx,
  organisationId: Id<'organisation'>,
  granted: readonly Grantable[],
): Promise<void> {
  const organisation = granted.length > 0 ? await getOrganisation(tx, organisationId) : null
  if (!organisation) return
  const locale = (await findProfile(tx, organisationId))?.language ?? 'fr'
  const cents = granted.reduce((sum, { amountCents }) => sum + amountCents, 0n)
  await queueMail(tx, {
    to: organisation.billingContactEmail,
    template: cents < 0n ? 'service-credits-corrected' : 'service-credits-granted',
    locale,
    params: {
      customer: organisation.legalName,
      amount: formatMoney(cents < 0n ? -cents : cents, locale),
      count: granted.length,
      url: portalLink(routes.org.serviceCredits(organisationId)),
    },
  })
}
