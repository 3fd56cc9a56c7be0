import { invariant } from '~/lib/kernel/errors'
import { addSeconds } from '~/lib/kernel/time/clock'
import { parisDay } from '~/lib/kernel/time/paris-day'
import { addSignatureRule, createPurchaseOrder } from '~/lib/ordering'
import { seedMember } from '../contexts'
import { purchaseOrderPlans, signatureRuleOfValmont } from '../demonstration/buying'
import type { SeededOrganisation } from './seed-people'

/** Creates purchase orders, one of them seven tenths used, and a second signature for a commune's larger orders. */
export async function seedBuying(today: Date, organisations: readonly SeededOrganisation[]): Promise<void> {
  const days = (count: number) => addSeconds(today, count * 86_400)
  const of = (key: string) => {
    const organisation = organisations.find((each) => each.key === key)
    invariant(organisation, `${key} was seeded`)
    return organisation
  }
  for (const { key, number, ceilingCents, startsIn, registeredIn, endsIn } of purchaseOrderPlans) {
    const buyer = of(key)
    await createPurchaseOrder(seedMember(days(registeredIn), buyer.ownerId, buyer.organisationId), {
      number,
      ceiling: ceilingCents,
      startsOn: parisDay(days(startsIn)),
      endsOn: parisDay(days(endsIn)),
    })
  }
  const valmont = of('valmont')
  const { fromCents, approvals } = signatureRuleOfValmont
  await addSignatureRule(seedMember(days(-30), valmont.ownerId, valmont.organisationId), {
    from: fromCents,
    approvals,
  })
}
