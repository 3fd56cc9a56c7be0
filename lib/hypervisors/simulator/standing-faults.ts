import type { FaultName } from './fault-names'
import type { FaultRow } from './queries/index'

type Place = { hostName: string | null; resources: readonly (string | null)[] }

/**
 * The faults among `faults` that cover an object as it is looked at by `operation`. Those that name a host or an object
 * cover that alone. Pure.
 */
export function faultsOver(
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

/** Whether a host that is so struck has no power. */
export const isPowerless = (struck: ReadonlySet<string>): boolean =>
  (['host-down', 'zone-down'] satisfies FaultName[]).some((name) => struck.has(name))
