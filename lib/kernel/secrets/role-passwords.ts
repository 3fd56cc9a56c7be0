import { databaseRoles, loginsOf, type RolePasswords } from '../database-roles.ts'
import { faultOfPassword } from './installation-secrets.ts'

/** Returns the problem of the JSON of ROLE_PASSWORDS without quoting it; null when one login of each role has a good password. */
export function faultOfRolePasswords(text: string): string | null {
  const passwords = parse(text)
  if (!passwords) return 'is not JSON'
  for (const role of databaseRoles) {
    const [login, ...others] = loginsOf(role).filter((each) => passwords[each])
    const password = login && passwords[login]
    if (typeof password !== 'string') return `lacks ${role}`
    if (others.length > 0) return `names both logins of ${role}; leave the one that is in use`
    const fault = faultOfPassword(password)
    if (fault) return `has for ${login} a password that ${fault}`
  }
  return null
}

/** The passwords of a text without a fault. */
export function rolePasswordsIn(text: string): RolePasswords {
  return parse(text) as RolePasswords
}

/** The error of the parser would quote the text, and so the passwords. */
function parse(text: string): Record<string, unknown> | null {
  try {
    return JSON.parse(text) as Record<string, unknown> | null
  } catch {
    return null
  }
}
