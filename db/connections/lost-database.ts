import { sqlState } from '~/lib/kernel/errors'

/** Codes of the driver and the system for a connection that ended or could not be opened. */
const connectionCodes = new Set([
  'CONNECTION_CLOSED',
  'CONNECTION_DESTROYED',
  'CONNECTION_ENDED',
  'CONNECT_TIMEOUT',
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
])

/** A standby's answer to a write: at the beginning of a transaction, and within one. */
const standbyStates = new Set(['0A000', '25006'])

export const isStandbyError = (error: unknown) => standbyStates.has(sqlState(error) ?? '')

/**
 * The server went away or answered too late, through no fault of the query: starting, stopping, full, or so busy
 * that it ended a statement or transaction on a timeout; or it is now a standby and cannot write. Whether a pending
 * commit took place is unknown.
 */
export function isDatabaseLost(error: unknown): boolean {
  const state = sqlState(error)
  if (state)
    return (
      state.startsWith('08') ||
      standbyStates.has(state) ||
      ['57P01', '57P02', '57P03', '57014', '25P03', '53300'].includes(state)
    )
  return isConnectionLost(error)
}

/** The driver reports that the connection is gone: no statement can be sent on it. */
export function isConnectionLost(error: unknown): boolean {
  for (let current = error, depth = 0; current && depth < 4; depth += 1) {
    const { code, syscall, cause } = current as { code?: unknown; syscall?: unknown; cause?: unknown }
    // A server that has ended has removed its socket; a full socket queue rejects connections.
    if (connectionCodes.has(String(code))) return true
    if (syscall === 'connect' && (code === 'ENOENT' || code === 'EAGAIN')) return true
    current = cause
  }
  return false
}
