import { type DatabaseRole, databaseRoles, roleUrl } from '../../db/roles.ts'

export const databaseName = 'andromede'

/** Each role's address of the application's database, on the server of `adminUrl`. */
export function roleUrls(
  adminUrl: string,
  passwords: Record<DatabaseRole, string>,
): Record<DatabaseRole, string> {
  const pairs = databaseRoles.map(
    (role) => [role, roleUrl(adminUrl, databaseName, role, passwords[role])] as const,
  )
  return Object.fromEntries(pairs) as Record<DatabaseRole, string>
}
