import { sqlState } from '~/lib/kernel/errors'

/** Stopping, starting, no connection left, waited too long, or chosen as the victim of a deadlock. */
const passingStates = /^(08|57P|53|55P03$|57014$|40)/
const connectionCodes = [
  'CONNECTION_CLOSED',
  'CONNECTION_ENDED',
  'CONNECTION_DESTROYED',
  'CONNECT_TIMEOUT',
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
]

/** True when the datacenter's database did not do its part, as opposed to having been asked something wrong. */
export function isDatabaseAway(error: unknown): boolean {
  const state = sqlState(error)
  if (state !== undefined && passingStates.test(state)) return true
  for (let current = error, depth = 0; current && depth < 4; depth += 1) {
    const { code, cause } = current as { code?: unknown; cause?: unknown }
    if (typeof code === 'string' && connectionCodes.includes(code)) return true
    current = cause
  }
  return false
}
