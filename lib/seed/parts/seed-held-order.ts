import { withSystem } from '~/db/client'
import { invariant } from '~/lib/kernel/errors'
import { addSeconds } from '~/lib/kernel/time/clock'
import { placeOrder } from '~/lib/ordering'
import { seedMember, seedSystem } from '../contexts'
import { heldOrderOfValmont } from '../demonstration/buying'
import { usualReferences } from '../demonstration/history'
import * as queries from './queries/seed'
import type { SeededOrganisation } from './seed-people'

/** Places an order by the commune's technician yesterday that its owner must sign: it waits, with its capacity held. */
export async function seedHeldOrder(
  today: Date,
  organisations: readonly SeededOrganisation[],
): Promise<void> {
  const { asker, hoursAgo, bundle, zone, name, quantity } = heldOrderOfValmont
  const commune = organisations.find(({ key }) => key === 'valmont')
  const at = addSeconds(today, -hoursAgo * 3_600)
  const { names, accountId } = await withSystem(seedSystem(at), async (tx) => ({
    names: await queries.readSeedNames(tx),
    accountId: await queries.findAccountId(tx, asker),
  }))
  const [bundleId, zoneId, imageId] = [
    names.bundles.get(bundle),
    names.zones.get(zone),
    names.images.get('debian-13'),
  ]
  invariant(commune && accountId && bundleId && zoneId && imageId, 'the demonstration is there')
  const costReferences = { ...usualReferences.valmont }
  const outcome = await placeOrder(seedMember(at, accountId, commune.organisationId, 'technical'), {
    idempotencyKey: 'demonstration-held-order-of-the-commune',
    lines: [{ bundleId, zoneId, imageId, sshKeyIds: [], name, quantity, costReferences }],
  })
  invariant(outcome.outcome === 'held', `it waits for nothing: ${JSON.stringify(outcome)}`)
}
