import type { Tx } from '~/db/client'
import { invariant } from '~/lib/kernel/errors'
import type { Id } from '~/lib/kernel/ids'
import { parisMonth } from '~/lib/kernel/time/paris-month'
import * as queries from './queries/contracts'
import type { AvailabilityTerms } from './terms'

/** A version of what is promised, as it is in force for whole months. */
export type Contract = {
  id: Id<'serviceContract'>
  version: number
  validFrom: Date
  terms: AvailabilityTerms
}

/** What is promised of each resource of a bundle. */
export type BundleObjective = {
  availabilityPpm: number
  /** To the first answer of a person, of a ticket that says that the service is down. */
  supportResponseMinutes: number
  provisioningSeconds: number
}

/** The version that holds for the Paris month in which `instant` falls: the newest that began no later than it. */
export async function contractOf(tx: Tx, instant: Date): Promise<Contract> {
  const row = await queries.findContractInForce(tx, parisMonth(instant).from)
  invariant(row, 'the first version is older than the product')
  const { id, version, validFrom, terms } = row
  return { id, version, validFrom, terms }
}

/** What this version promises of a bundle; null of one that is no server and no volume. */
export async function objectiveOf(
  tx: Tx,
  contractId: Id<'serviceContract'>,
  bundleId: Id<'bundle'>,
): Promise<BundleObjective | null> {
  const row = await queries.findBundleObjective(tx, contractId, bundleId)
  if (!row) return null
  const { availabilityPpm, supportResponseMinutes, provisioningSeconds } = row
  return { availabilityPpm, supportResponseMinutes, provisioningSeconds }
}

/** What this version promises of availability, in parts per million, by the id of each bundle and zone. */
export async function readObjectives(
  tx: Tx,
  contractId: Id<'serviceContract'>,
): Promise<ReadonlyMap<string, number>> {
  const bundles = await queries.listBundleObjectives(tx, contractId)
  const zones = await queries.listZoneObjectives(tx, contractId)
  return new Map([
    ...bundles.map(({ bundleId, availabilityPpm }) => [bundleId, availabilityPpm] as const),
    ...zones.map(({ zoneId, availabilityPpm }) => [zoneId, availabilityPpm] as const),
  ])
}

/** Within how many seconds of its order a resource of each bundle is promised to answer, by the version in force. */
export async function readDeliveryPromises(tx: Tx, now: Date): Promise<Record<string, number>> {
  const { id } = await contractOf(tx, now)
  const objectives = await queries.listBundleObjectives(tx, id)
  return Object.fromEntries(
    objectives.map(({ bundleId, provisioningSeconds }) => [bundleId, provisioningSeconds]),
  )
}
