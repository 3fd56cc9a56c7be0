import { isDeepStrictEqual } from 'node:util'
import { invariant } from '~/lib/kernel/errors'
import type { SurveyedObject } from '../port/driver'
import type { ComparedHypervisor } from './compared-hypervisor'
import type { ExpectedResource } from './find-drifts'
import type { ResourceRow } from './queries/drifts'

/** Replaces the hypervisor's host name by ours. */
export function withOurHostName(object: SurveyedObject, { hostOf }: ComparedHypervisor): SurveyedObject {
  if (object.kind !== 'instance' || object.hostName === null) return object
  return { ...object, hostName: hostOf(object.hostName) }
}

/**
 * Returns the resources with rows that did not change between the two reads. One that is missing from the first read
 * was deleted long ago, and counts as unchanged.
 */
export function unchangedResources(before: ResourceRow[], after: ResourceRow[]): ExpectedResource[] {
  const earlier = new Map(before.map((row) => [row.id, row]))
  return after.map((row) => {
    const known = earlier.get(row.id)
    const isSame =
      known === undefined ? ['purged', 'failed'].includes(row.state) : isDeepStrictEqual(known, row)
    return toExpected(isSame ? row : { ...row, isBusy: true })
  })
}

function toExpected(row: ResourceRow): ExpectedResource {
  const { id, organisationId, isBusy, hasClaim, isGivenUp } = row
  const common = { id, organisationId, isBusy, hasClaim, isGivenUp }
  if (row.kind === 'volume')
    return { ...common, kind: 'volume', state: row.state as 'available', sizeGib: row.diskGib }
  invariant(row.hostName !== null, `server ${id} has a host`)
  const { hostName, vcpu, memoryMib, diskGib: rootDiskGib, cards } = row
  return {
    ...common,
    kind: 'instance',
    state: row.state as 'running',
    hostName,
    vcpu,
    memoryMib,
    rootDiskGib,
    cards,
  }
}
