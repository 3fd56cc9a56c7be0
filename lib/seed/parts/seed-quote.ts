import { withSystem } from '~/db/client'
import { invariant } from '~/lib/kernel/errors'
import { addSeconds } from '~/lib/kernel/time/clock'
import { placeOrder } from '~/lib/ordering'
import { seedMember, seedSystem } from '../contexts'
import { usualReferences } from '../demonstration/history'
import * as queries from './queries/seed'
import type { SeededOrganisation } from './seed-people'

const asker = 'karim.haddad@valmont.example'
const validDays = 30

/**
 * Creates a quote, requested yesterday by the commune's technician for its owner's signature, which holds its capacity.
 */
export async function seedQuote(today: Date, organisations: readonly SeededOrganisation[]): Promise<void> {
  const commune = organisations.find(({ key }) => key === 'valmont')
  const at = addSeconds(today, -86_400)
  const { names, accountId } = await withSystem(seedSystem(at), async (tx) => ({
    names: await queries.readSeedNames(tx),
    accountId: await queries.findAccountId(tx, asker),
  }))
  const [bundleId, zoneId, imageId] = [
    names.bundles.get('essentiel-2'),
    names.zones.get('LYS1'),
    names.images.get('debian-13'),
  ]
  invariant(commune && accountId && bundleId && zoneId && imageId, 'the demonstration is there')
  const outcome = await placeOrder(seedMember(at, accountId, commune.organisationId, 'technical'), {
    idempotencyKey: 'demonstration-quote-of-the-commune',
    lines: [
      {
        bundleId,
        zoneId,
        imageId,
        sshKeyIds: [],
        name: 'billetterie',
        quantity: 1,
        costReferences: { ...usualReferences.valmont },
      },
    ],
    asQuote: { validDays },
  })
  invariant(outcome.outcome === 'quoted', `no quote: ${JSON.stringify(outcome)}`)
}
