import { DriverError } from '../../../port/driver-error'

/**
 * Whether a member failed because its copy of OVN's database was behind the leader's: it did not find what another
 * member had just made, or made it again, which the leader refused. The same request succeeds a moment later. Pure.
 */
export const wasBehind = (error: unknown): boolean =>
  error instanceof DriverError && /object not found|rows in .* have identical values/i.test(error.rawText)
