import postgres from 'postgres'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { databaseRoles, ensureRoles } from './roles'
import { testPasswords } from './testing/template'

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

test('an administrator without superuser rights can run ensureRoles on existing roles', async () => {
  await expect(ensureRoles(ordinary, testPasswords)).resolves.toBeUndefined()
})
