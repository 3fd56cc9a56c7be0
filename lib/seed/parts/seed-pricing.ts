import { defineList, definePromotion, defineRates } from '~/lib/catalogue'
import { addSeconds } from '~/lib/kernel/time/clock'
import { parisDay } from '~/lib/kernel/time/paris-day'
import { seedSystem } from '../contexts'
import { listOfValmont, ratePlans, welcomePromotion } from '../demonstration/pricing'
import type { SeededOrganisation } from './seed-people'

const daySeconds = 86_400

/** Defines commitment discounts in force since before the first order. */
export async function seedRates(today: Date): Promise<void> {
  const validFrom = addSeconds(today, -400 * daySeconds)
  await defineRates(seedSystem(validFrom, 'operator'), { validFrom, rates: ratePlans })
}

/** Gives the commune negotiated prices since a month ago, and new customers a promotion code. */
export async function seedPricing(today: Date, organisations: readonly SeededOrganisation[]): Promise<void> {
  const commune = organisations.find(({ key }) => key === 'valmont')
  if (commune)
    await defineList(seedSystem(addSeconds(today, -30 * daySeconds), 'operator'), {
      ...listOfValmont,
      organisationId: commune.organisationId,
      lines: [...listOfValmont.lines],
    })
  await definePromotion(seedSystem(today, 'operator'), {
    ...welcomePromotion,
    endsOn: parisDay(addSeconds(today, 365 * daySeconds)),
  })
}
