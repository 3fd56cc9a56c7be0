import type { FaultName } from './fault-names'
import type { FaultRow } from './queries/index'

type Place = { hostName: string | null; resources: readonly (string | null)[] }

/**
 * Returns the faults that cover an object when `operation` reads it. A fault that names a host or an object covers only
 * that one. Pure.
 */
export function faultsCovering(
  faults: readonly FaultRow[],
  operation: string,
  { hostName, resources }: Place,
): Set<string> {
  const covers = (fault: FaultRow) =>
    (fault.operation === null || fault.operation === operation) &&
    (fault.hostName === null || fault.hostName === hostName) &&
    (fault.resource === null || resources.includes(fault.resource))
  return new Set(faults.filter(covers).map(({ name }) => name))
}

/** A zone as a whole: no host and no object. */
export const wholeZone: Place = { hostName: null, resources: [] }

/** Whether a host with these faults has no power. */
export const isPowerless = (struck: ReadonlySet<string>): boolean =>
  (['host-down', 'zone-down'] satisfies FaultName[]).some((name) => struck.has(name))
