export type {
  CallOptions,
  Driver,
  InstanceObservation,
  InstancePower,
  InstanceSize,
  InstanceSpec,
  OwnedObject,
  Reachability,
  VolumeObservation,
  VolumeSpec,
} from './driver'
export { DriverError, type DriverErrorCode, retryableByCode } from './driver-error'
export { type IncusDriver, type IncusDriverOptions, openIncusDriver } from './incus/open-incus-driver'
export { type IncusMemberFacts, readIncusMember } from './incus/read-member'
export { hypervisorName } from './names'
export { type FaultInput, faultInput } from './simulator/fault-input'
export { type FaultName, faultNames, simulatedOperations } from './simulator/fault-names'
export { openSimulator, type SimulatorDriver, type SimulatorOptions } from './simulator/open-simulator'
