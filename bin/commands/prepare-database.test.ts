import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { testEncryptionKey } from '~/db/testing/template'
import { runCommandLine } from './run'

beforeEach(() => vi.stubEnv('ENCRYPTION_KEY', testEncryptionKey))
afterEach(() => {
  vi.unstubAllEnvs()
  vi.restoreAllMocks()
})

/** Everything that the command prints when it does not start. */
async function refusal(): Promise<string> {
  const said: unknown[] = []
  for (const way of ['log', 'error'] as const)
    vi.spyOn(console, way).mockImplementation((...words) => void said.push(...words))
  expect(await runCommandLine(['prepare-database'])).toBe(1)
  return said.join('\n')
}

test.each([
  [
    'a slip of quoting',
    `{"andromede_migrator": "s3cret-password-0001, "andromede_portal": "s3cret-password-0002"}`,
  ],
  ['a list', `["s3cret-password-0001"]`],
  ['one that lacks a role', `{"andromede_migrator":"s3cret-Zr3-kWq8-Tn5-pXv1"}`],
])('%s in ROLE_PASSWORDS is rejected without quoting the passwords', async (_what, text) => {
  vi.stubEnv('ADMIN_DATABASE_URL', 'postgres://admin:s3cret-admin@127.0.0.1:1/postgres')
  vi.stubEnv('ROLE_PASSWORDS', text)
  expect(await refusal()).toMatch(/^ROLE_PASSWORDS (is not JSON|lacks andromede_\w+)$/)
})

test('an administrator’s address with several hosts is rejected with its name and without its password', async () => {
  vi.stubEnv('ADMIN_DATABASE_URL', 'postgres://admin:s3cret-admin@db1:5432,db2:5432/postgres')
  expect(await refusal()).toMatch(
    /^ADMIN_DATABASE_URL names several hosts; set one address that always leads to the primary, [^\n]*$/m,
  )
  expect(await refusal()).not.toContain('s3cret')
})
