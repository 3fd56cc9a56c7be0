import { isConnectionLost } from '~/db/lost-database'
import { sqlState } from '~/lib/kernel/errors'

/** Stopping, starting, no connection left, waited too long, or chosen as the victim of a deadlock. */
const passingStates = /^(08|57P|53|55P03$|57014$|40)/

/** True when the datacenter's database did not do its part, as opposed to having been asked something wrong. */
export function isDatabaseAway(error: unknown): boolean {
  const state = sqlState(error)
  if (state !== undefined && passingStates.test(state)) return true
  return isConnectionLost(error)
}
