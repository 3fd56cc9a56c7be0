import { sqlState } from '~/lib/kernel/errors'

/** The driver's and the system's own words for a connection that ended or never came to be. */
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

/** What a standby answers to whoever wants to write: at the beginning of a transaction, and within one. */
const isStandby = (state: string) => state === '0A000' || state === '25006'

/**
 * The server went away or answered too late, by no fault of the query: starting, stopping, full, or so busy
 * that it ended a statement or a transaction for its time; or it is a standby now, and cannot write. Whether a commit under way took place is not known.
 */
export function isDatabaseLost(error: unknown): boolean {
  const state = sqlState(error)
  if (state)
    return (
      state.startsWith('08') ||
      isStandby(state) ||
      ['57P01', '57P02', '57P03', '57014', '25P03', '53300'].includes(state)
    )
  return isConnectionLost(error)
}

/** The driver says that there is no connection any more: nothing can be asked on it. */
export function isConnectionLost(error: unknown): boolean {
  for (let current = error, depth = 0; current && depth < 4; depth += 1) {
    const { code, syscall, cause } = current as { code?: unknown; syscall?: unknown; cause?: unknown }
    // A server that has ended has taken its socket with it; one with too many at its socket turns others away.
    if (connectionCodes.has(String(code))) return true
    if (syscall === 'connect' && (code === 'ENOENT' || code === 'EAGAIN')) return true
    current = cause
  }
  return false
}
