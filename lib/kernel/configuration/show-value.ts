import { databaseRoles } from '../database-roles.ts'
import { type VariableName, variableOf } from './variables.ts'

/**
 * A value for people: of a secret only `set` or `not set`, of an address its parts without the password. A text that has
 * not exactly the form of an address is shown as `set`: any part may be a password.
 */
export function showValue(name: VariableName, value: string | undefined): string {
  if (!value) return 'not set'
  if (!variableOf(name).isSecret) return value.includes('@') && value.includes('://') ? 'set' : plain(value)
  const { scheme, user, host, port = '', path = '' } = address.exec(value)?.groups ?? {}
  // A mail server's user is often a secret too.
  const credentials = user && (databaseRoles.some((role) => role === user) ? `${user}:***@` : '***@')
  return scheme ? `${scheme}://${credentials ?? ''}${host}${port}${path}` : 'set'
}

/** Closed alphabets: no part can hold a password that was written without its encoding. The query is left out. */
const address =
  /^(?<scheme>postgres|postgresql|smtps?):\/\/(?:(?<user>[\w.%-]+)(?::[^@/?#\s]*)?@)?(?<host>[\w.%-]*|\[[\da-f:]+\])(?<port>:\d+)?(?<path>\/[\w.%-]*)?(?:\?[^@#]*)?$/i

/** A line of its own cannot be forged in the output. */
const plain = (value: string) => (/^[^\p{Cc}]*$/u.test(value) ? value : JSON.stringify(value))
