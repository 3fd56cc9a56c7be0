/** Calls that change something; the default operations of a fault. */
export const changingOperations = [
  'createInstance',
  'startInstance',
  'stopInstance',
  'restartInstance',
  'resizeInstance',
  'moveInstance',
  'connectNetwork',
  'disconnectNetwork',
  'startRescue',
  'endRescue',
  'deleteInstance',
  'createVolume',
  'copyVolume',
  'importVolume',
  'deleteVolume',
  'growVolume',
  'attachVolume',
  'detachVolume',
  'takeSnapshot',
  'restoreSnapshot',
  'deleteSnapshot',
  'takeInstanceSnapshot',
  'restoreInstanceSnapshot',
  'deleteInstanceSnapshot',
  'createImage',
  'deleteImage',
] as const
export const readingOperations = [
  'observeInstance',
  'observeVolume',
  'observeSnapshot',
  'observeInstanceSnapshot',
  'observeImage',
  'readFirstBoot',
  'exportSnapshot',
  'endExport',
  'lookControl',
  'lookAgent',
  'probe',
  'probeReachable',
  'listOwned',
  'measureInstances',
  'surveyNetworks',
  'observeBalancer',
] as const
/** Without a latency: they change network tables and not an object. */
const networkOperations = [
  'directAddress',
  'undirectAddress',
  'applyRules',
  'removeNetwork',
  'applyBalancer',
  'removeBalancer',
  'drainBalancer',
] as const
export const simulatedOperations = [
  ...changingOperations,
  ...readingOperations,
  ...networkOperations,
] as const
export type SimulatedOperationName = (typeof simulatedOperations)[number]

type Fault = {
  strikes: readonly SimulatedOperationName[]
  /**
   * A fault in an object's name strikes each operation once, so that a retry succeeds; a lasting one strikes always.
   */
  isLasting: boolean
}

/** Faults that last until cleared: everything they cover is down for every check. */
export const outageNames = ['host-down', 'zone-down', 'network-down'] as const
export type OutageName = (typeof outageNames)[number]

export function isOutage(name: string): name is OutageName {
  return (outageNames as readonly string[]).includes(name)
}

/** Faults that are a state of the datacenter and not the failure of a call: strikes do not use them up. */
export const isPersistent = (name: string): boolean => isOutage(name) || name === 'rules-lost'

export const probingOperations = ['probe', 'probeReachable', 'lookControl', 'lookAgent'] as const
/** A host that is down accepts no change and answers for none of its servers. */
const onHost = [
  ...changingOperations,
  'observeInstance',
  'readFirstBoot',
  'applyRules',
  'removeNetwork',
  'applyBalancer',
  'removeBalancer',
  'observeBalancer',
  'drainBalancer',
  ...probingOperations,
] as const
const boots = ['startInstance', 'restartInstance'] as const
const creations = ['createInstance', 'createVolume', 'copyVolume', 'importVolume'] as const

/** Every fault of the simulator, with its default operations. */
export const faults = {
  'fail-at-boot': { strikes: boots, isLasting: true },
  'unreachable-after-boot': { strikes: boots, isLasting: true },
  'first-boot-fails': { strikes: ['readFirstBoot'], isLasting: true },
  capacity: {
    strikes: [
      ...creations,
      'resizeInstance',
      'moveInstance',
      'growVolume',
      'takeSnapshot',
      'takeInstanceSnapshot',
      'createImage',
    ],
    isLasting: true,
  },
  'image-missing': { strikes: ['createInstance'], isLasting: true },
  slow: { strikes: changingOperations, isLasting: true },
  'timeout-before-effect': { strikes: changingOperations, isLasting: false },
  'timeout-after-effect': { strikes: changingOperations, isLasting: false },
  'error-500': { strikes: changingOperations, isLasting: false },
  'error-502': { strikes: changingOperations, isLasting: false },
  'unavailable-503': { strikes: changingOperations, isLasting: false },
  'throttled-429': { strikes: changingOperations, isLasting: false },
  'unauthorised-401': { strikes: changingOperations, isLasting: false },
  'cut-answer': { strikes: changingOperations, isLasting: false },
  'conflict-exists': { strikes: creations, isLasting: false },
  'async-late-failure': { strikes: changingOperations, isLasting: false },
  'vantage-away': { strikes: probingOperations, isLasting: true },
  'host-down': { strikes: onHost, isLasting: true },
  'zone-down': { strikes: onHost, isLasting: true },
  'network-down': { strikes: probingOperations, isLasting: true },
  'rules-lost': { strikes: ['surveyNetworks'], isLasting: true },
  'stale-read': { strikes: ['observeInstance'], isLasting: false },
} as const satisfies Record<string, Fault>

export type FaultName = keyof typeof faults
export const faultNames = Object.keys(faults) as FaultName[]

export function isFaultName(name: string): name is FaultName {
  return Object.hasOwn(faults, name)
}

/** Whether this fault strikes this operation: `wanted`, or with null one of its default operations. */
export function faultStrikes(
  name: FaultName,
  operation: SimulatedOperationName,
  wanted: string | null,
): boolean {
  const byNature: readonly string[] = faults[name].strikes
  return wanted === null ? byNature.includes(operation) : wanted === operation
}

/**
 * Returns the fault that a label or tag requests: `fail-at-boot` or `fail-at-boot-2`. People choose names, so any other
 * prefix or suffix makes it an ordinary name.
 */
export function faultInLabel(label: string): FaultName | null {
  const name = label.toLowerCase().replace(/-\d+$/, '')
  // `error-500` itself ends in digits.
  if (isFaultName(label.toLowerCase())) return label.toLowerCase() as FaultName
  return isFaultName(name) ? name : null
}
