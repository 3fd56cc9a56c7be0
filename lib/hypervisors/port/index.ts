export {
  type IncusConnection,
  type IncusDriver,
  openIncusConnection,
  openIncusDriver,
} from '../incus/open-incus-driver'
export { makeClientCertificate } from '../incus/wire/client-certificate'
export { joinTrust } from '../incus/wire/join-trust'
export { readIncusFacts } from '../incus/zone/read-facts'
export { type IncusMemberFacts, readIncusMember } from '../incus/zone/read-member'
export { type FaultInput, faultInput } from '../simulator/fault-input'
export { type FaultName, faultNames } from '../simulator/fault-names'
export { openSimulator, type SimulatorDriver } from '../simulator/open-simulator'
export { DriverError } from './driver-error'
