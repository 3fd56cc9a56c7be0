import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { writeRecord } from '~/db/embedded/record'
import { databaseRoles } from '~/db/roles'
import { loadSecrets } from '../lib/secrets'
import { findRoleAddresses } from './role-addresses'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'andromede-command-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const passwords = Object.fromEntries(databaseRoles.map((role) => [role, `Xk4vQ9tZ-${role}`]))
const find = (env: Record<string, string>) =>
  findRoleAddresses((name) => ({ DATA_DIR: folder, ...env })[name as 'DATA_DIR'])

describe('the command line of an installation on several machines', () => {
  test.each(['ADMIN_DATABASE_URL', 'DATABASE_URL'])('reaches each role by %s and ROLE_PASSWORDS', (name) => {
    const { urls, place } = find({
      [name]: 'postgres://postgres:top-secret@db.example:5433/postgres?sslmode=require',
      ROLE_PASSWORDS: JSON.stringify(passwords),
    })
    expect(urls.andromede_operator).toBe(
      'postgres://andromede_operator:Xk4vQ9tZ-andromede_operator@db.example:5433/andromede?sslmode=require',
    )
    expect(place).toBe('at db.example:5433')
    expect(readdirSync(folder)).toEqual([])
  })

  test('reaches each role by its own address', () => {
    const env = {
      MIGRATOR_DATABASE_URL: 'postgres://m@db/andromede',
      PORTAL_DATABASE_URL: 'postgres://p@db/andromede',
      API_DATABASE_URL: 'postgres://a@db/andromede',
      OPERATOR_DATABASE_URL: 'postgres://o@db/andromede',
      DATABASE_URL: 'postgres://w@db/andromede',
      QUEUE_DATABASE_URL: 'postgres://q@db/andromede',
      SIMULATOR_DATABASE_URL: 'postgres://s@db/andromede',
    }
    expect(find(env).urls.andromede_queue).toBe(env.QUEUE_DATABASE_URL)
    const { QUEUE_DATABASE_URL: _, ...others } = env
    expect(() => find(others)).toThrow(/^QUEUE_DATABASE_URL is not set/)
  })

  test.each([
    [{}, /^no installation in .*: set ADMIN_DATABASE_URL and ROLE_PASSWORDS, or DATA_DIR\.$/],
    [{ DATABASE_URL: 'postgres://a@db/postgres' }, /^ROLE_PASSWORDS is not set/],
    [{ ADMIN_DATABASE_URL: 'postgres://a:b@db1,db2/postgres' }, /^ADMIN_DATABASE_URL names several hosts;/],
    [{ QUEUE_DATABASE_URL: 'postgres://q:b@db1:1,db2:2/x' }, /^QUEUE_DATABASE_URL names several hosts;/],
    [{ ROLE_PASSWORDS: JSON.stringify(passwords) }, /^ADMIN_DATABASE_URL is not set/],
    [
      { ADMIN_DATABASE_URL: 'postgres://a@db/postgres', ROLE_PASSWORDS: '{"andromede_portal":"x"}' },
      /^ROLE_PASSWORDS lacks andromede_migrator\.$/,
    ],
  ])('is rejected in one line and creates no secrets: %j', (env, line) => {
    expect(() => find(env)).toThrow(line)
    expect(readdirSync(folder)).toEqual([])
  })

  test('quotes no password when ROLE_PASSWORDS is malformed', () => {
    const env = {
      ADMIN_DATABASE_URL: 'postgres://a@db/postgres',
      ROLE_PASSWORDS: `${JSON.stringify(passwords)}"`,
    }
    expect(() => find(env)).toThrow(/^ROLE_PASSWORDS is not JSON\.$/)
  })
})

describe('the command line of a data folder', () => {
  test('uses the existing secrets', () => {
    const { encryptionKey, rolePasswords } = loadSecrets(folder)
    writeRecord(folder, { layout: 1, cluster: 'postgres', password: 'p', port: 5499 })
    const found = find({})
    expect(found.encryptionKeys).toEqual([encryptionKey])
    expect(found.urls.andromede_portal).toBe(
      `postgres://andromede_portal:${rolePasswords.andromede_portal}@127.0.0.1:5499/andromede`,
    )
  })

  test('does not complete the secrets of an older version', () => {
    const { rolePasswords, ...others } = loadSecrets(folder)
    const { andromede_queue: _, ...older } = rolePasswords
    const text = JSON.stringify({ ...others, rolePasswords: older })
    writeFileSync(path.join(folder, 'secrets.json'), text)
    expect(() => find({})).toThrow(
      /secrets\.json lacks passwords that this version needs; run npm start once/,
    )
  })
})
