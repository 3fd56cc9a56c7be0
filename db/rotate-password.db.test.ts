import postgres from 'postgres'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { jobNames } from '~/lib/jobs/names'
import {
  actsAs,
  credentialsOf,
  type DatabaseRole,
  databaseRoles,
  loginsOf,
  type RolePasswords,
} from '~/lib/kernel/database-roles'
import { makeBuyers } from '~/testing/buyer'
import { startThrowawayPostgres, type ThrowawayPostgres } from './embedded'
import { grantAccess, prepareDatabase } from './prepare'
import { roleSettings } from './role-settings'
import { roleUrl } from './roles'
import { beginPasswordRotation, finishPasswordRotation } from './rotate-password'
import { testEncryptionKey, testPasswords } from './testing/template'

// Roles belong to a server: closing one would stop the tests of other files.
let server: ThrowawayPostgres
const database = 'andromede'
const rotationOf = (role: DatabaseRole, passwords: RolePasswords) => ({
  adminUrl: server.adminUrl,
  database,
  passwords,
  role,
})
/** What ROLE_PASSWORDS is after a rotation of this role. */
const renamed = (passwords: RolePasswords, role: DatabaseRole, login: string, password: string) => {
  const entries = Object.entries(passwords).filter(([name]) => !loginsOf(role).includes(name as never))
  return Object.fromEntries([...entries, [login, password]]) as RolePasswords
}
function connect(role: DatabaseRole, passwords: RolePasswords, adminUrl = server.adminUrl) {
  const { login, password } = credentialsOf(passwords, role)
  return postgres(roleUrl(adminUrl, database, login, password), { max: 1, onnotice: () => undefined })
}
async function asLogin<T>(
  role: DatabaseRole,
  passwords: RolePasswords,
  run: (sql: postgres.Sql) => Promise<T>,
) {
  const sql = connect(role, passwords)
  try {
    return await run(sql)
  } finally {
    await sql.end()
  }
}

beforeAll(async () => {
  process.env.ENCRYPTION_KEY = testEncryptionKey
  server = await startThrowawayPostgres()
  await prepareDatabase({
    adminUrl: server.adminUrl,
    database,
    passwords: testPasswords,
    jobNames,
    openMailbox: false,
  })
})
afterAll(() => server?.stop())

test.each(databaseRoles)(
  'both logins of %s act as their role, with its settings, and the second has no other rights',
  async (role) => {
    const { login, password } = await beginPasswordRotation(rotationOf(role, testPasswords))
    expect(login).toBe(`${role}_b`)
    const later = renamed(testPasswords, role, login, password)
    const describeSession = (sql: postgres.Sql) =>
      sql`select current_user, current_setting('default_transaction_read_only') as reads,
        current_setting('statement_timeout') as statement, current_setting('lock_timeout') as lock,
        current_setting('idle_in_transaction_session_timeout') as idle, current_setting('jit') as jit`
    const [former] = await asLogin(role, testPasswords, describeSession)
    const [next] = await asLogin(role, later, describeSession)
    expect(next).toEqual(former)
    expect(next).toMatchObject({ current_user: actsAs(role) })
    if (roleSettings[role].statement_timeout)
      expect(next).toMatchObject({ statement: roleSettings[role].statement_timeout })
    await asLogin(role, later, async (sql) => {
      await sql`set role none`
      await expect(sql`select from organisations`).rejects.toThrow('permission denied')
      const others = databaseRoles.filter((each) => each !== role && each !== actsAs(role))
      for (const other of others)
        await expect(sql.unsafe(`set role ${other}`)).rejects.toThrow('permission denied')
    })
  },
)

describe('the second login of the portal', () => {
  test('sees and changes the rows of its organisation alone', async () => {
    const { login, password } = await beginPasswordRotation(rotationOf('andromede_portal', testPasswords))
    const later = renamed(testPasswords, 'andromede_portal', login, password)
    const admin = postgres(server.adminUrl.replace(/\/postgres$/, `/${database}`), { max: 1 })
    const [ours, theirs] = await makeBuyers(admin, 2).finally(() => admin.end())
    for (const passwords of [testPasswords, later])
      await asLogin('andromede_portal', passwords, (sql) =>
        sql.begin('read write', async (tx) => {
          await tx`select set_config('app.organisation_id', ${ours.organisationId}, true)`
          expect(await tx`select id from organisations`).toEqual([{ id: ours.organisationId }])
          // Runs with the rights of its owner, who sees the rows of all.
          const check = (id: string) =>
            tx
              .savepoint(
                (inner) =>
                  inner`select app.claim_server(${id}, '', '', '', '', '', 1, 1, 1, 1, '', now(), now())`,
              )
              .then(
                () => 'accepted',
                (error: Error) => error.message,
              )
          expect([await check(ours.organisationId), await check(theirs.organisationId)]).toEqual([
            'accepted',
            'organisation mismatch',
          ])
        }),
      )
  })
})

describe('a rotation', () => {
  const role = 'andromede_operator'
  let later: RolePasswords

  test('begins again with another password while no process uses the second login', async () => {
    const first = await beginPasswordRotation(rotationOf(role, testPasswords))
    const second = await beginPasswordRotation(rotationOf(role, testPasswords))
    expect([second.login, second.password === first.password]).toEqual([first.login, false])
    later = renamed(testPasswords, role, second.login, second.password)
    const stale = renamed(testPasswords, role, first.login, first.password)
    await expect(asLogin(role, stale, (sql) => sql`select 1`)).rejects.toThrow(
      'password authentication failed',
    )
  })

  test('does not change a password that a process uses', async () => {
    await asLogin(role, later, async (sql) => {
      await sql`select 1`
      await expect(beginPasswordRotation(rotationOf(role, testPasswords))).rejects.toThrow(
        /^andromede_operator_b is in use by a process/,
      )
    })
  })

  test('ends only when no process is connected by the former login, or was within a minute', async () => {
    const finish = () => finishPasswordRotation(rotationOf(role, later))
    await asLogin(role, testPasswords, async (sql) => {
      await sql`select 1`
      await expect(finish()).rejects.toThrow(
        /^andromede_operator is in use by a process .*restart it with andromede_operator_b first/,
      )
    })
    const beat = (id: string, passwords: RolePasswords, ageSeconds: number, login?: null) =>
      asLogin(role, passwords, (sql) =>
        sql.begin('read write', async (tx) => {
          const row = {
            id,
            kind: 'operator',
            version: '1',
            schema_version: '1',
            started_at: new Date(),
            seen_at: new Date(Date.now() - ageSeconds * 1_000),
            is_ready: true,
            ...(login === null && { login }),
          }
          await tx`insert into process_heartbeats ${tx(row)}`
        }),
      )
    await beat('gone', testPasswords, 70)
    await beat('switched', later, 0)
    await beat('former', testPasswords, 0)
    await beat('of-an-earlier-version', later, 0, null)
    await expect(finish()).rejects.toThrow(/\(former, of-an-earlier-version\)/)
    // Nothing was changed.
    await asLogin(role, testPasswords, (sql) => sql`select 1`)
    await asLogin(role, later, (sql) =>
      sql.begin(
        'read write',
        (tx) => tx`delete from process_heartbeats where id in ('former', 'of-an-earlier-version')`,
      ),
    )
    expect(await finish()).toEqual({ closed: role })
    await expect(asLogin(role, testPasswords, (sql) => sql`select 1`)).rejects.toThrow(
      'password authentication failed',
    )
    expect(await finish()).toEqual({ closed: role })
  })

  test('is kept by later preparations, which refuse the closed login', async () => {
    const target = { adminUrl: server.adminUrl, database }
    await expect(grantAccess({ ...target, passwords: testPasswords })).rejects.toThrow(
      'ROLE_PASSWORDS names andromede_operator, which a rotation has closed; name andromede_operator_b with its password.',
    )
    await grantAccess({ ...target, passwords: later })
    await expect(asLogin(role, testPasswords, (sql) => sql`select 1`)).rejects.toThrow(
      'password authentication failed',
    )
    await asLogin(role, later, (sql) => sql`select 1`)
  })

  test('leads back to the first login the next time', async () => {
    const { login, password } = await beginPasswordRotation(rotationOf(role, later))
    expect(login).toBe(role)
    const last = renamed(later, role, login, password)
    await asLogin(role, last, (sql) => sql`select 1`)
    // The row of the process that « switched ».
    await asLogin(role, last, (sql) => sql.begin('read write', (tx) => tx`delete from process_heartbeats`))
    expect(await finishPasswordRotation(rotationOf(role, last))).toEqual({ closed: 'andromede_operator_b' })
    await expect(asLogin(role, later, (sql) => sql`select 1`)).rejects.toThrow(
      'password authentication failed',
    )
  })
})

test.each<[DatabaseRole, string]>([
  ['andromede_portal', 'portal'],
  ['andromede_api', 'api'],
  ['andromede_queue', 'worker'],
  ['andromede_simulator', 'console'],
])(
  'a login of %s is not closed while the heartbeat of a %s names it among further ones',
  async (role, kind) => {
    const { login, password } = await beginPasswordRotation(rotationOf(role, testPasswords))
    const later = renamed(testPasswords, role, login, password)
    const isOwn = role === 'andromede_portal' || role === 'andromede_api'
    const ofProcess = isOwn ? role : 'andromede_worker'
    const write = (further: string) =>
      asLogin(ofProcess, isOwn ? later : testPasswords, (sql) =>
        sql.begin(
          'read write',
          (tx) => tx`insert into process_heartbeats
          (id, kind, version, schema_version, started_at, seen_at, is_ready, further_logins)
          values ('with-further', ${kind}, '1', '1', now(), now(), true, ${[further]})
          on conflict (id) do update set further_logins = excluded.further_logins`,
        ),
      )
    const finish = () => finishPasswordRotation(rotationOf(role, later))
    await write(role)
    await expect(finish()).rejects.toThrow('in use by a process (with-further)')
    await write(login)
    expect(await finish()).toEqual({ closed: role })
    await asLogin(ofProcess, isOwn ? later : testPasswords, (sql) =>
      sql.begin('read write', (tx) => tx`delete from process_heartbeats where id = 'with-further'`),
    )
  },
)

test('a new server is prepared with second logins, as after a loss', async () => {
  const empty = await startThrowawayPostgres()
  try {
    const passwords = renamed(
      testPasswords,
      'andromede_worker',
      'andromede_worker_b',
      'of-the-tests-Q7mXc2vLr8',
    )
    await prepareDatabase({ adminUrl: empty.adminUrl, database, passwords, jobNames, openMailbox: false })
    const sql = connect('andromede_worker', passwords, empty.adminUrl)
    const [session] =
      await sql`select session_user, current_user from organisations right join (select 1) x on true`
    await sql.end()
    expect(session).toEqual({ session_user: 'andromede_worker_b', current_user: 'andromede_worker' })
  } finally {
    await empty.stop()
  }
})
