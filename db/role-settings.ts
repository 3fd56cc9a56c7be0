import type postgres from 'postgres'
import { actsAs, type DatabaseLogin, loginsOf } from '../lib/kernel/database-roles.ts'
import { type DatabaseRole, databaseRoles, findLogins } from './roles.ts'

type Settings = Readonly<Record<string, string>>

const limits: Settings = {
  statement_timeout: '15s',
  lock_timeout: '10s',
  idle_in_transaction_session_timeout: '20s',
  // Compiling would cost more than any of our statements takes; servers of other operators may enable it.
  jit: 'off',
}
/** Only transactions that declare it when they begin can write: a stray statement changes nothing. */
const readsByDefault: Settings = { ...limits, default_transaction_read_only: 'on' }

/**
 * The settings with which each connection of a role to the product's database begins. They belong to the role and
 * are no start-up parameters, which a pooler in transaction mode refuses or drops.
 */
export const roleSettings: Readonly<Record<DatabaseRole, Settings>> = {
  // A migration takes as long as it takes; it limits its waits for locks itself.
  andromede_migrator: {},
  andromede_portal: readsByDefault,
  andromede_api: readsByDefault,
  andromede_operator: readsByDefault,
  andromede_worker: readsByDefault,
  // As long as the queue itself waits for an answer.
  andromede_queue: { ...limits, statement_timeout: '30s' },
  andromede_simulator: limits,
}

/** Give each login its settings in `database`; new connections begin with them. `admin` may alter the roles. */
export async function applyRoleSettings(admin: postgres.Sql, database: string): Promise<void> {
  const found = await findLogins(admin, databaseRoles.flatMap(loginsOf))
  const existing = new Set(found.map(({ name }) => name))
  // Utility statements take no parameters: names and values are constants, and the database's name is checked where
  // it is created.
  const statements = databaseRoles.flatMap((role) =>
    loginsOf(role)
      .filter((login) => existing.has(login))
      .flatMap((login) => {
        const alter = `alter role ${login} in database ${database}`
        const set = Object.entries(settingsOf(role, login)).map(
          ([name, value]) => `${alter} set ${name} = '${value}'`,
        )
        return [`${alter} reset all`, ...set]
      }),
  )
  // One message is one transaction: no connection begins with half of them.
  await admin.unsafe(statements.join('; '))
}

/** Settings do not follow from a membership; and by `role` a session of another login is one of the role itself. */
const settingsOf = (role: DatabaseRole, login: DatabaseLogin): Settings => {
  const acting = actsAs(role)
  return login === acting ? roleSettings[role] : { ...roleSettings[role], role: acting }
}
