import { withSystem } from '~/db/client'
import { defineSellingEntity } from '~/lib/ordering'
import { seedStaff, seedSystem } from './contexts'
import { namesDomain } from './demonstration/datacenters'
import { seller } from './demonstration/seller'
import { measurePast } from './parts/measure-past'
import * as queries from './parts/queries/seed'
import { replayHistory } from './parts/replay-history'
import { seedAccounting } from './parts/seed-accounting'
import { seedAddressPools } from './parts/seed-address-pools'
import { seedBilling } from './parts/seed-billing'
import { seedBuying } from './parts/seed-buying'
import { seedCatalogue } from './parts/seed-catalogue'
import { seedCertificates } from './parts/seed-certificates'
import { seedDatacenters, seedHostStates } from './parts/seed-datacenters'
import { seedHeldOrder } from './parts/seed-held-order'
import { seedIncidents } from './parts/seed-incidents'
import { seedLimits } from './parts/seed-limits'
import { seedMeasured } from './parts/seed-measured'
import { seedModeration } from './parts/seed-moderation'
import { seedDirectory, seedOrganisations, seedStaffAccounts } from './parts/seed-people'
import { seedPlannedDrain } from './parts/seed-planned-drain'
import { seedPricing, seedRates } from './parts/seed-pricing'
import { seedProbes } from './parts/seed-probes'
import { seedQualifications } from './parts/seed-qualifications'
import { seedQuote } from './parts/seed-quote'
import { seedSupport } from './parts/seed-support'
import { seedTraffic } from './parts/seed-traffic'
import { openSagaPlayer } from './saga-player'

/**
 * Fills an empty installation with the demonstration: three zones, nine organisations and twelve months of their use,
 * all created by the product's own use cases at the dated moments. The same day gives the same demonstration. Does
 * nothing when it already exists; returns whether it did anything.
 */
export async function seedDemonstration(today: Date, simulatorDatabaseUrl: string): Promise<boolean> {
  const isThere = await withSystem(seedSystem(today), (tx) => queries.findFact(tx, 'demonstration_seeded_at'))
  if (isThere) return false
  const opened = new Date(today.getTime() - 400 * 86_400_000)
  const operator = seedSystem(opened, 'operator')
  const { zones, lateRooms } = await seedDatacenters(operator, today)
  await seedCatalogue(seedSystem(today, 'operator'), zones)
  await seedRates(today)
  await defineSellingEntity(operator, seller)
  await seedDirectory(opened)
  const moderator = await seedStaffAccounts(opened)
  await seedAddressPools(seedStaff(opened, moderator.staffId, ['capacity']), zones)
  await withSystem(operator, (tx) => queries.insertNameService(tx, namesDomain, opened))
  const organisations = await seedOrganisations(today, moderator)
  const player = await openSagaPlayer(simulatorDatabaseUrl, opened)
  try {
    await replayHistory(today, organisations, player, { moderator, lateRooms })
    await measurePast(today, player)
    await seedTraffic(today, organisations, moderator.staffId)
    await seedBuying(today, organisations)
    await seedMeasured(today, organisations)
    // Before billing: announced maintenance is excluded from the assessed months.
    await seedIncidents(today, organisations)
    await seedBilling(today, organisations, moderator.staffId)
    await seedAccounting(today, organisations)
  } finally {
    await player.close()
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
  await seedCertificates(today, organisations)
  await seedSupport(today, organisations)
  await seedQualifications(today)
  await withSystem(seedSystem(today), async (tx) => {
    await queries.keepQueuedMails(tx)
    await queries.setFact(tx, 'demonstration_seeded_at', today.toISOString())
  })
  return true
}
