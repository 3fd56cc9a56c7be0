import type { Tx } from '~/db/client'
import { invariant } from '~/lib/kernel/errors'
import type { Id } from '~/lib/kernel/ids'
import { parisMonth } from '~/lib/kernel/time/paris-month'
import * as queries from './queries/contracts'
import type { AvailabilityTerms } from './terms'

/** A contract version; it applies to whole months. */
export type Contract = {
  id: Id<'serviceContract'>
  version: number
  validFrom: Date
  terms: AvailabilityTerms
}

/** The objectives for each resource of a bundle. */
export type BundleObjective = {
  availabilityPpm: number
  /** Minutes to the first answer on a ticket that reports a service outage. */
  supportResponseMinutes: number
  provisioningSeconds: number
}

/** The version for the Paris month of `instant`: the newest one that started by then. */
export async function contractOf(tx: Tx, instant: Date): Promise<Contract> {
  const row = await queries.findContractInForce(tx, parisMonth(instant).from)
  invariant(row, 'the first version is older than the product')
  const { id, version, validFrom, terms } = row
  return { id, version, validFrom, terms }
}

/** The objective of a bundle in this version; null for bundles other than servers and volumes. */
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

/** The availability objectives of this version, in parts per million, by bundle and zone id. */
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

/** Promised delivery time in seconds by bundle, in the version in force. */
export async function readDeliveryObjectives(tx: Tx, now: Date): Promise<Record<string, number>> {
  const { id } = await contractOf(tx, now)
  const objectives = await queries.listBundleObjectives(tx, id)
  return Object.fromEntries(
    objectives.map(({ bundleId, provisioningSeconds }) => [bundleId, provisioningSeconds]),
  )
}
