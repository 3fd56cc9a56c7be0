import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, onTestFinished, test } from 'vitest'

/** The published files of `postgres` 3.4.9; the lock file has the hash of their archive. */
const published = '670df42f23beb823f66783557ff181c88d33242050fef2eb67cde1a193f95dd6'
const patches = readdirSync('patches')
  .sort()
  .map((name) => path.resolve('patches', name))

function hashOf(folder: string): string {
  const hash = createHash('sha256')
  const names = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name !== '.patch-package.json')
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)))
  for (const name of names.sort()) hash.update(`${name}\n`).update(readFileSync(path.join(folder, name)))
  return hash.digest('hex')
}

test('the installed driver is the published one plus the patches, with no other change', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'andromede-driver-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const driver = path.join(folder, 'node_modules/postgres')
  cpSync('node_modules/postgres', driver, { recursive: true })
  const apply = (patch: string, ...options: string[]) =>
    execFileSync('git', ['apply', '--whitespace=nowarn', ...options, patch], { cwd: folder, stdio: 'pipe' })

  const installed = hashOf(driver)
  for (const patch of patches.toReversed()) apply(patch, '--reverse')
  expect(hashOf(driver)).toBe(published)
  for (const patch of patches) apply(patch)
  expect(hashOf(driver)).toBe(installed)
})

test.each(patches)('%s gives its reason', (patch) => {
  const [subject, empty, reason] = readFileSync(patch, 'utf8').split('\n')
  expect(subject).toMatch(/^Subject: \[PATCH\] [A-Z].+[a-z]$/)
  expect(empty).toBe('')
  expect(reason).toMatch(/^[A-Z`].{20,}/)
})
