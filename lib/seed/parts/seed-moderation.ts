import { withSystem } from '~/db/client'
import { listProjectChoices } from '~/lib/identity'
import { invariant } from '~/lib/kernel/errors'
import { addSeconds } from '~/lib/kernel/time/clock'
import { addSignatureRule, placeOrder, reserveAddress } from '~/lib/ordering'
import { seedMember, seedSystem } from '../contexts'
import { usualReferences } from '../demonstration/history'
import { imaging, orderOfNordix, quoteOfLumen } from '../demonstration/moderation'
import * as queries from './queries/seed'
import type { SeededOrganisation } from './seed-people'

type Names = Awaited<ReturnType<typeof queries.readSeedNames>>
type Scene = {
  today: Date
  organisations: readonly SeededOrganisation[]
  names: Names
}

/**
 * Creates one of everything that a moderator's or approver's queue can contain, in addition to waiting organisations
 * and the quota request: an order, a large quote, references that no directory knows, and a public address.
 */
export async function seedModeration(
  today: Date,
  organisations: readonly SeededOrganisation[],
): Promise<void> {
  const names = await withSystem(seedSystem(today), (tx) => queries.readSeedNames(tx))
  const scene = { today, organisations, names }
  await seedLateBuyer(scene)
  await seedLargeQuote(scene)
  await seedImaging(scene)
}

async function seedLateBuyer(scene: Scene): Promise<void> {
  const { bundle, zone, name } = orderOfNordix
  const outcome = await placeOrder(await memberOf(scene, orderOfNordix), {
    idempotencyKey: 'demonstration-order-of-a-late-buyer',
    lines: [lineOf(scene.names, { bundle, zone, name })],
  })
  invariant(outcome.outcome === 'held', `no moderator was needed: ${JSON.stringify(outcome)}`)
}

async function seedLargeQuote(scene: Scene): Promise<void> {
  const { bundle, zone, name, quantity, validDays } = quoteOfLumen
  const outcome = await placeOrder(await memberOf(scene, quoteOfLumen), {
    idempotencyKey: 'demonstration-quote-that-holds-much',
    lines: [{ ...lineOf(scene.names, { bundle, zone, name }), imageId: undefined, quantity }],
    asQuote: { validDays },
  })
  invariant(outcome.outcome === 'quoted', `no quote: ${JSON.stringify(outcome)}`)
}

async function seedImaging(scene: Scene): Promise<void> {
  const { key, project, addressZone, order } = imaging
  const asker = await memberOf(scene, { ...imaging, role: 'technical' })
  const projectId = (await listProjectChoices(asker)).find(({ name }) => name === project)?.id
  const hospital = scene.organisations.find((each) => each.key === key)
  const zoneId = scene.names.zones.get(addressZone)
  invariant(hospital && projectId && zoneId, 'the hospital has the project')
  await addSignatureRule(seedMember(asker.now, hospital.ownerId, hospital.organisationId), {
    from: 1n,
    projectId,
    approvals: 1,
  })
  const address = await reserveAddress(asker, {
    idempotencyKey: 'demonstration-address-to-approve',
    zoneId,
    projectId,
    costReferences: { ...usualReferences[key] },
  })
  invariant(address.outcome === 'held', `it waits for nobody: ${JSON.stringify(address)}`)
  const { payerSiret, ...line } = order
  const costReferences = { ...usualReferences[key], payerSiret }
  const outcome = await placeOrder(asker, {
    idempotencyKey: 'demonstration-order-of-an-unknown-payer',
    projectId,
    lines: [{ ...lineOf(scene.names, line), costReferences }],
  })
  invariant(outcome.outcome === 'held', `it waits for nobody: ${JSON.stringify(outcome)}`)
}

async function memberOf(
  { today, organisations }: Scene,
  {
    key,
    asker,
    role,
    hoursAgo,
  }: { key: string; asker: string; role: 'owner' | 'technical'; hoursAgo: number },
) {
  const at = addSeconds(today, -hoursAgo * 3_600)
  const organisation = organisations.find((each) => each.key === key)
  const accountId = await withSystem(seedSystem(at), (tx) => queries.findAccountId(tx, asker))
  invariant(organisation && accountId, `${asker} is there`)
  return seedMember(at, accountId, organisation.organisationId, role)
}

function lineOf(names: Names, { bundle, zone, name }: { bundle: string; zone: string; name: string }) {
  const [bundleId, zoneId, imageId] = [
    names.bundles.get(bundle),
    names.zones.get(zone),
    names.images.get('debian-13'),
  ]
  invariant(bundleId && zoneId && imageId, 'the catalogue is there')
  return { bundleId, zoneId, imageId, sshKeyIds: [], name, quantity: 1 }
}
