import { afterEach, expect, test, vi } from 'vitest'
import { prepareDatabaseCommand } from './prepare-database'

afterEach(() => vi.unstubAllEnvs())

test.each([
  [
    'a slip of quoting',
    `{"andromede_migrator": "s3cret-password-0001, "andromede_portal": "s3cret-password-0002"}`,
  ],
  ['a list', `["s3cret-password-0001"]`],
  ['one that lacks a role', `{"andromede_migrator":"s3cret-password-0001"}`],
])('%s in ROLE_PASSWORDS is rejected without quoting the passwords', async (_what, text) => {
  vi.stubEnv('ADMIN_DATABASE_URL', 'postgres://admin:s3cret-admin@127.0.0.1:1/postgres')
  vi.stubEnv('ROLE_PASSWORDS', text)
  const refusal = await prepareDatabaseCommand.run([]).then(
    () => null,
    (error: unknown) => error,
  )
  expect(refusal).toBeInstanceOf(Error)
  expect(`${refusal}\n${(refusal as Error).stack}\n${(refusal as Error).cause}`).not.toContain('s3cret')
})

test('an administrator’s address with several hosts is rejected with its name and without its password', async () => {
  vi.stubEnv('ADMIN_DATABASE_URL', 'postgres://admin:s3cret-admin@db1:5432,db2:5432/postgres')
  await expect(prepareDatabaseCommand.run([])).rejects.toThrow(
    /^ADMIN_DATABASE_URL names several hosts; set one address that always leads to the primary, [^\n]*$/,
  )
  await expect(prepareDatabaseCommand.run([])).rejects.not.toThrow('s3cret')
})
