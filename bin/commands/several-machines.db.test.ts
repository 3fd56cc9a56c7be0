import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, inject, test, vi } from 'vitest'
import { testPasswords } from '~/db/testing/template'
import { useTestDatabase } from '~/db/testing/use-test-database'
import { exampleSeller } from './declare-seller'
import { runCommandLine } from './run'

const database = useTestDatabase()
let folder: string
let said: string[]
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'andromede-several-'))
  said = []
  for (const way of ['log', 'error'] as const)
    vi.spyOn(console, way).mockImplementation((line: string) => void said.push(line))
  // As in a container of its own: one address of the server, the roles' passwords, and no data folder.
  process.env.ADMIN_DATABASE_URL = inject('adminUrl')
  process.env.DATABASE_NAME = database.current.name
  process.env.ROLE_PASSWORDS = JSON.stringify(testPasswords)
  process.env.DATA_DIR = path.join(folder, 'data')
})
afterEach(() => {
  expect(existsSync(path.join(folder, 'data'))).toBe(false)
  rmSync(folder, { recursive: true, force: true })
})

test('a first member of staff is made without a data folder', async () => {
  const args = ['--email', 'premiere@operateur.example', '--name', 'Ada Martin', '--roles', 'administrator']
  expect(await runCommandLine(['staff', 'create', ...args])).toBe(0)
  expect(said[0]).toMatch(/^premiere@operateur\.example may sign in/)
})

test.each([
  ['invariants', []],
  ['bill', ['--period', '2026-10', '--dry-run']],
  ['sla', ['--period', '2026-10', '--dry-run']],
] as const)('%s runs without a data folder', async (name, args) => {
  expect(await runCommandLine([name, ...args]), said.join('\n')).toBe(0)
})

test('export says that nothing was issued, declare-seller who sells', async () => {
  expect(await runCommandLine(['export', 'csv', '--period', '2026-10', '--out', folder])).toBe(1)
  expect(said.pop()).toBe('nothing was issued for 2026-10')
  expect(await runCommandLine(['export', 'usage-records', '--period', '2026-10', '--out', folder])).toBe(1)
  expect(said.pop()).toBe('nothing was used in 2026-10')
  const file = path.join(folder, 'seller.json')
  writeFileSync(file, JSON.stringify(exampleSeller))
  expect(await runCommandLine(['declare-seller', file])).toBe(0)
  expect(said.pop()).toBe('Nuage Exemple sells here')
})

test('a wrong password is refused in one line that does not quote it', async () => {
  process.env.ROLE_PASSWORDS = JSON.stringify({ ...testPasswords, andromede_worker: 'not-the-password' })
  expect(await runCommandLine(['invariants'])).toBe(1)
  expect(said).toEqual([expect.stringMatching(/does not answer: the server refused its user or password\.$/)])
})
