import { withSystem } from '~/db/client'
import * as queries from '~/db/queries/seed'
import { defineSellingEntity } from '~/lib/ordering'
import { actOutHistory } from './act-out-history'
import { seedStaff, seedSystem } from './contexts'
import { seller } from './demonstration/seller'
import { measurePast } from './measure-past'
import { openSagaHand } from './saga-hand'
import { seedAccounting } from './seed-accounting'
import { seedAddressPools } from './seed-address-pools'
import { seedBilling } from './seed-billing'
import { seedBuying } from './seed-buying'
import { seedCatalogue } from './seed-catalogue'
import { seedDatacenters, seedHostStates } from './seed-datacenters'
import { seedHeldOrder } from './seed-held-order'
import { seedIncidents } from './seed-incidents'
import { seedLimits } from './seed-limits'
import { seedMeasured } from './seed-measured'
import { seedModeration } from './seed-moderation'
import { seedDirectory, seedOrganisations, seedStaffAccounts } from './seed-people'
import { seedPlannedDrain } from './seed-planned-drain'
import { seedPricing, seedRates } from './seed-pricing'
import { seedProbes } from './seed-probes'
import { seedQuote } from './seed-quote'
import { seedSupport } from './seed-support'
import { seedTraffic } from './seed-traffic'

/**
 * Fill an empty installation with the demonstration: three zones, seven organisations and twelve months of
 * their use, all of it made by the product's own use cases at the moments it is dated. The same day gives
 * the same demonstration. Does nothing when it is there already; says whether it did anything.
 */
export async function seedDemonstration(today: Date, simulatorDatabaseUrl: string): Promise<boolean> {
  const isThere = await withSystem(seedSystem(today), (tx) => queries.findFact(tx, 'demonstration_seeded_at'))
  if (isThere) return false
  const opened = new Date(today.getTime() - 400 * 86_400_000)
  const operator = seedSystem(opened, 'operator')
  const zones = await seedDatacenters(operator)
  await seedCatalogue(seedSystem(today, 'operator'), zones)
  await seedRates(today)
  await defineSellingEntity(operator, seller)
  await seedDirectory(opened)
  const moderator = await seedStaffAccounts(opened)
  await seedAddressPools(seedStaff(opened, moderator.staffId, ['capacity']), zones)
  const organisations = await seedOrganisations(today, moderator)
  const hand = await openSagaHand(simulatorDatabaseUrl, opened)
  try {
    await actOutHistory(today, organisations, hand)
    await measurePast(today, hand)
    await seedTraffic(today, organisations, moderator.staffId)
    await seedBuying(today, organisations)
    await seedMeasured(today, organisations)
    // What was announced is left out of the months that are assessed as they are billed.
    await seedIncidents(today, organisations)
    await seedBilling(today, organisations, moderator.staffId)
    await seedAccounting(today, organisations)
  } finally {
    await hand.close()
  }
  const names = await withSystem(seedSystem(today), (tx) => queries.readSeedNames(tx))
  const capacity = seedStaff(today, moderator.staffId, ['capacity'])
  await seedHostStates(capacity, names.hosts)
  await seedPlannedDrain(capacity, names.hosts)
  await seedPricing(today, organisations)
  await seedQuote(today, organisations)
  await seedHeldOrder(today, organisations)
  await seedLimits(today, organisations)
  await seedModeration(today, organisations)
  await seedProbes(today, organisations)
  await seedSupport(today, organisations)
  await withSystem(seedSystem(today), async (tx) => {
    await queries.keepQueuedMails(tx)
    await queries.setFact(tx, 'demonstration_seeded_at', today.toISOString())
  })
  return true
}
