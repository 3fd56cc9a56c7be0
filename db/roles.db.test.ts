import postgres from 'postgres'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { applyRoleSettings } from './role-settings'
import { databaseRoles, ensureRoles } from './roles'
import { testPasswords } from './testing/template'
import { useTestDatabase } from './testing/use-test-database'

const database = useTestDatabase()
const name = `ordinary_${process.pid}`
let superuser: postgres.Sql
let ordinary: postgres.Sql

beforeAll(async () => {
  superuser = postgres(inject('adminUrl'), { max: 1, onnotice: () => undefined })
  await superuser.unsafe(`create role ${name} login createrole createdb password 'ordinary'`)
  // The grant that the creator of a role has.
  for (const role of databaseRoles) await superuser.unsafe(`grant ${role} to ${name} with admin option`)
  const url = new URL(inject('adminUrl'))
  url.username = name
  url.password = 'ordinary'
  ordinary = postgres(url.href, { max: 1, onnotice: () => undefined })
})
afterAll(async () => {
  await ordinary.end()
  await superuser.unsafe(`drop owned by ${name}`)
  await superuser.unsafe(`drop role ${name}`)
  await superuser.end()
})

test('an administrator without superuser rights can prepare existing roles and their settings', async () => {
  await expect(ensureRoles(ordinary, testPasswords)).resolves.toBeUndefined()
  await expect(applyRoleSettings(ordinary, database.current.name)).resolves.toBeUndefined()
})

test('a setting that this version does not know is removed from its role', async () => {
  const settings = () => superuser`
    select s.setrole::regrole::text as role, unnest(s.setconfig) as setting from pg_db_role_setting s
    join pg_database d on d.oid = s.setdatabase where d.datname = ${database.current.name} order by 1, 2`
  const before = await settings()
  await superuser.unsafe(
    `alter role andromede_worker in database ${database.current.name} set work_mem = '64kB'`,
  )
  await superuser.unsafe(
    `alter role andromede_worker in database ${database.current.name} reset lock_timeout`,
  )
  await applyRoleSettings(ordinary, database.current.name)
  expect(await settings()).toEqual(before)
})
