export { DriverError } from './driver-error'
export { type IncusDriver, openIncusDriver } from './incus/open-incus-driver'
export { type IncusMemberFacts, readIncusMember } from './incus/read-member'

export { type FaultInput, faultInput } from './simulator/fault-input'
export { type FaultName, faultNames } from './simulator/fault-names'
export { openSimulator, type SimulatorDriver } from './simulator/open-simulator'
