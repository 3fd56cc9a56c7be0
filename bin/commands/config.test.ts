import { readFileSync } from 'node:fs'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { variableNames } from '~/lib/kernel/configuration/variables'
import { runCommandLine } from './run'
import { renderConfigurationPage } from './testing/configuration-page'

let said: string[]
beforeEach(() => {
  said = []
  for (const way of ['log', 'error'] as const)
    vi.spyOn(console, way).mockImplementation((line: string) => void said.push(line))
  for (const name of variableNames) vi.stubEnv(name, '')
})
afterEach(() => {
  vi.unstubAllEnvs()
  vi.restoreAllMocks()
})

test('a process is shown with the origin of each value, its secrets hidden, and its faults', async () => {
  vi.stubEnv('DATABASE_URL', 'postgres://andromede_portal:Zr3-kWq8-Tn5-pXv1@db.example/andromede')
  vi.stubEnv('DATABASE_POOL_SIZE', '20')
  expect(await runCommandLine(['config', '--process', 'console'])).toBe(1)
  const lines = said.join('\n').split('\n')
  expect(lines).toContain(
    '  DATABASE_URL                         environment postgres://andromede_portal:***@db.example/andromede',
  )
  expect(lines).toContain('  DATABASE_POOL_SIZE                   environment 20')
  expect(lines).toContain('  CONSOLE_PORT                         default     3002')
  expect(lines).toContain('  ENCRYPTION_KEY                       not set')
  expect(lines).toContain('  fault: PORTAL_URL is not set')
  expect(lines.at(-1)).toBe('2 faults')
})

test('without faults it exits with 0, and an unknown process is a wrong use', async () => {
  expect(await runCommandLine(['config', '--process', 'start'])).toBe(0)
  expect(said.at(-1)).toMatch(/\nno fault$/)
  expect(await runCommandLine(['config', '--process', 'database'])).toBe(2)
})

test('without a choice it leaves out processes for which nothing that they require is set', async () => {
  expect(await runCommandLine(['config'])).toBe(0)
  const lines = said.join('\n').split('\n')
  expect(lines).toContain('start')
  expect(lines).not.toContain('portal')
  expect(lines.at(-3)).toMatch(/^nothing that they require is set for: portal, operator, worker, console, /)
  vi.stubEnv('QUEUE_DATABASE_URL', 'postgres://andromede_queue:Zr3-kWq8-Tn5-pXv1@db.example/andromede')
  said = []
  expect(await runCommandLine(['config'])).toBe(1)
  expect(said.join('\n').split('\n')).toContain('worker')
})

/** `vitest -u` writes the tables anew. */
test('the page of the documentation has the tables of the schema', async () => {
  const page = readFileSync('docs/operating/configuration.md', 'utf8')
  const introduction = page.slice(0, page.indexOf('\n## '))
  await expect(renderConfigurationPage(introduction)).toMatchFileSnapshot(
    '../../docs/operating/configuration.md',
  )
})
