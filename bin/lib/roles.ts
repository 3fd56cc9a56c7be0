import { type DatabaseRole, databaseRoles, roleUrl } from '../../db/roles.ts'
import { credentialsOf, type RolePasswords } from '../../lib/kernel/database-roles.ts'

export const databaseName = 'andromede'

/** Each role's address of the application's database, on the server of `adminUrl`. */
export function roleUrls(
  adminUrl: string,
  passwords: RolePasswords,
  database = databaseName,
): Record<DatabaseRole, string> {
  const pairs = databaseRoles.map((role) => {
    const { login, password } = credentialsOf(passwords, role)
    return [role, roleUrl(adminUrl, database, login, password)] as const
  })
  return Object.fromEntries(pairs) as Record<DatabaseRole, string>
}
