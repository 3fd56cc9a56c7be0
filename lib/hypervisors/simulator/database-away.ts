import { isConnectionLost } from '~/db/connections/lost-database'
import { sqlState } from '~/lib/kernel/errors'

/** Stopping, starting, no free connection, time-out, or deadlock victim. */
const passingStates = /^(08|57P|53|55P03$|57014$|40)/

/** Whether the datacenter's database was unavailable, as opposed to rejecting a wrong request. */
export function isDatabaseAway(error: unknown): boolean {
  const state = sqlState(error)
  if (state !== undefined && passingStates.test(state)) return true
  return isConnectionLost(error)
}
