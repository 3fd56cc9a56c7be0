import { randomBytes } from 'node:crypto'
import postgres from 'postgres'
import { afterAll, expect, inject, test } from 'vitest'
import { useTestDatabase } from '../testing/use-test-database'
import { backupRole, ensureBackupRole } from './backup-role'

const database = useTestDatabase()
const password = randomBytes(24).toString('hex')
const adminUrl = inject('adminUrl')
const clients: postgres.Sql[] = []

function connectAs(user: string, secret: string, name: string): postgres.Sql {
  const url = new URL(adminUrl)
  url.username = user
  url.password = secret
  url.pathname = `/${name}`
  const sql = postgres(url.href, { max: 1, onnotice: () => undefined })
  clients.push(sql)
  return sql
}

const admin = postgres(adminUrl, { max: 1, onnotice: () => undefined })
const limited = `limited_${randomBytes(4).toString('hex')}`
afterAll(async () => {
  await Promise.all(clients.map((each) => each.end()))
  await admin.unsafe(`drop role if exists ${backupRole}`)
  await admin.unsafe(`drop role if exists ${limited}`)
  await admin.end()
})

test('an administrator without the right makes no role, and uses one that a superuser made', async () => {
  await admin.unsafe(`create role ${limited} login createrole createdb password '${password}'`)
  const url = new URL(adminUrl)
  url.username = limited
  url.password = password
  expect(await ensureBackupRole(url.href, password)).toBe(false)
  expect(await admin`select from pg_roles where rolname = ${backupRole}`).toHaveLength(0)
  expect(await ensureBackupRole(adminUrl, password)).toBe(true)
  expect(await ensureBackupRole(url.href, password)).toBe(true)
})

test('it reads every row of every table like pg_dump does, and writes none', async () => {
  expect(await ensureBackupRole(adminUrl, password)).toBe(true)
  const sql = connectAs(backupRole, password, database.current.name)
  const tables = await sql<{ name: string }[]>`
    select format('%I.%I', schemaname, tablename) as name from pg_tables
    where schemaname not in ('pg_catalog', 'information_schema')`
  expect(new Set(tables.map(({ name }) => name.split('.')[0]))).toContain('graphile_worker')
  // With this setting a policy that would hide rows is an error.
  await sql`set row_security = off`
  for (const { name } of tables) await sql.unsafe(`select count(*) from ${name}`)
  await expect(sql.unsafe('delete from organisations')).rejects.toMatchObject({ code: '25006' })
  await sql`set default_transaction_read_only = off`
  await expect(sql.unsafe('delete from organisations')).rejects.toMatchObject({ code: '42501' })
})

test('its password is changed by a later call, and a weak one is refused by name', async () => {
  const other = randomBytes(24).toString('hex')
  await ensureBackupRole(adminUrl, other)
  await expect(connectAs(backupRole, password, database.current.name)`select 1`).rejects.toMatchObject({
    code: '28P01',
  })
  expect(await connectAs(backupRole, other, database.current.name)`select 1 as one`).toEqual([{ one: 1 }])
  await expect(ensureBackupRole(adminUrl, 'short')).rejects.toThrow(/^BACKUP_PASSWORD is shorter/)
})
