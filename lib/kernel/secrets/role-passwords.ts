import { type DatabaseRole, databaseRoles } from '../database-roles.ts'
import { faultOfPassword } from './installation-secrets.ts'

/** Returns the problem of the JSON of ROLE_PASSWORDS without quoting it; null when each role has a good password. */
export function faultOfRolePasswords(text: string): string | null {
  const passwords = parse(text)
  if (!passwords) return 'is not JSON'
  for (const role of databaseRoles) {
    const password = passwords[role]
    if (typeof password !== 'string' || !password) return `lacks ${role}`
    const fault = faultOfPassword(password)
    if (fault) return `has for ${role} a password that ${fault}`
  }
  return null
}

/** The passwords of a text without a fault. */
export function rolePasswordsIn(text: string): Record<DatabaseRole, string> {
  return parse(text) as Record<DatabaseRole, string>
}

/** The error of the parser would quote the text, and so the passwords. */
function parse(text: string): Record<string, unknown> | null {
  try {
    return JSON.parse(text) as Record<string, unknown> | null
  } catch {
    return null
  }
}
