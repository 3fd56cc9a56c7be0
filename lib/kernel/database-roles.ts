/** The roles of the database: the owner of the tables, one for each kind of process, and the simulated datacenter's. */
export const databaseRoles = [
  'andromede_migrator',
  'andromede_portal',
  'andromede_api',
  'andromede_operator',
  'andromede_worker',
  'andromede_queue',
  'andromede_simulator',
] as const
export type DatabaseRole = (typeof databaseRoles)[number]

/** Each role has two logins with a password each: one can change while processes use the other. See docs/operating/keys.md. */
export type DatabaseLogin = DatabaseRole | `${DatabaseRole}_b`

/**
 * The role that a session acts as. The API does what the customers' site may do, with logins of its own: its password
 * can change, and its connections can be counted and ended, without the site's.
 */
export const actsAs = (role: DatabaseRole): DatabaseRole =>
  role === 'andromede_api' ? 'andromede_portal' : role

export const loginsOf = (role: DatabaseRole): readonly [DatabaseLogin, DatabaseLogin] => [role, `${role}_b`]

/** The passwords of the logins in use: one for each role. */
export type RolePasswords = Readonly<Partial<Record<DatabaseLogin, string>>>

/** The login of a role that is in use, and the other one. An empty password is none, as in the check of ROLE_PASSWORDS. */
export function credentialsOf(passwords: RolePasswords, role: DatabaseRole) {
  const [first, second] = loginsOf(role)
  const [login, other] = passwords[second] ? [second, first] : [first, second]
  return { login, password: passwords[login] ?? '', other }
}
