/** Calls that change something; what a fault strikes when it is not told which operation. */
export const changingOperations = [
  'createInstance',
  'startInstance',
  'stopInstance',
  'restartInstance',
  'resizeInstance',
  'moveInstance',
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
  'exportSnapshot',
  'endExport',
  'lookControl',
  'lookAgent',
  'probe',
  'probeReachable',
  'listOwned',
  'measureInstances',
  'surveyNetworks',
] as const
/** Without a latency: tables of the network rather than work on an object. */
const networkOperations = ['directAddress', 'undirectAddress', 'applyRules'] as const
export const simulatedOperations = [
  ...changingOperations,
  ...readingOperations,
  ...networkOperations,
] as const
export type SimulatedOperationName = (typeof simulatedOperations)[number]

type Fault = {
  strikes: readonly SimulatedOperationName[]
  /** A fault in an object's own name strikes each operation once, so that a retry passes; a lasting one always. */
  isLasting: boolean
}

/** Faults that stand until they are cleared: what they cover is down, however often it is looked at. */
export const outageNames = ['host-down', 'zone-down', 'network-down'] as const
export type OutageName = (typeof outageNames)[number]

export function isOutage(name: string): name is OutageName {
  return (outageNames as readonly string[]).includes(name)
}

/** Faults that are a state of the datacenter rather than the failure of a call: no strike uses one up. */
export const stands = (name: string): boolean => isOutage(name) || name === 'rules-lost'

export const probingOperations = ['probe', 'probeReachable', 'lookControl', 'lookAgent'] as const
/** A host that is down takes no change, and answers for none of its servers. */
const onHost = [...changingOperations, 'observeInstance', 'applyRules', ...probingOperations] as const
const boots = ['startInstance', 'restartInstance'] as const
const creations = ['createInstance', 'createVolume', 'copyVolume', 'importVolume'] as const

/** Every fault of the simulator, and which operations it strikes when none is named. */
export const faults = {
  'fail-at-boot': { strikes: boots, isLasting: true },
  'unreachable-after-boot': { strikes: boots, isLasting: true },
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

/** True when this fault strikes this operation, being told `wanted` or, with null, by its nature. */
export function faultStrikes(
  name: FaultName,
  operation: SimulatedOperationName,
  wanted: string | null,
): boolean {
  const byNature: readonly string[] = faults[name].strikes
  return wanted === null ? byNature.includes(operation) : wanted === operation
}

/**
 * The fault that a label or a tag asks for: `fail-at-boot` or `fail-at-boot-2`. Names are chosen by people,
 * so anything else in front or behind is an ordinary name.
 */
export function faultInLabel(label: string): FaultName | null {
  const name = label.toLowerCase().replace(/-\d+$/, '')
  // `error-500` ends in digits itself.
  if (isFaultName(label.toLowerCase())) return label.toLowerCase() as FaultName
  return isFaultName(name) ? name : null
}
