export { DriverError } from './driver-error'
export { makeClientCertificate } from './incus/client-certificate'
export { joinTrust } from './incus/join-trust'
export {
  type IncusConnection,
  type IncusDriver,
  openIncusConnection,
  openIncusDriver,
} from './incus/open-incus-driver'
export { readIncusFacts } from './incus/read-facts'
export { type IncusMemberFacts, readIncusMember } from './incus/read-member'

export { type FaultInput, faultInput } from './simulator/fault-input'
export { type FaultName, faultNames } from './simulator/fault-names'
export { openSimulator, type SimulatorDriver } from './simulator/open-simulator'
