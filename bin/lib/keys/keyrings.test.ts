import { randomBytes } from 'node:crypto'
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { keyIdOf, parseKeyring } from '~/lib/kernel/secrets/keyring-form'
import { purposesOf } from '~/lib/kernel/secrets/purposes'
import { rewriteKeyrings, writeKeyring } from './keyrings'

const newKey = () => randomBytes(32).toString('base64')
let dataDir: string
beforeEach(() => {
  dataDir = mkdtempSync(path.join(tmpdir(), 'andromede-keyrings-'))
})
afterEach(() => rmSync(dataDir, { recursive: true, force: true }))

test('a process gets a file that it alone reads, with the keys of its purposes', () => {
  const key = newKey()
  const file = writeKeyring(dataDir, 'portal', [key], undefined)
  expect(statSync(file).mode & 0o777).toBe(0o600)
  expect(readFileSync(file, 'utf8')).not.toContain(key)
  expect([...(parseKeyring(readFileSync(file, 'utf8'))?.keys.get(keyIdOf(key))?.keys() ?? [])]).toEqual(
    purposesOf.portal,
  )
})

test('running processes get other keys, and no other process gets a file', () => {
  const [old, young] = [newKey(), newKey()]
  const file = writeKeyring(dataDir, 'portal', [old], undefined)
  rewriteKeyrings(dataDir, [young, old])
  expect(parseKeyring(readFileSync(file, 'utf8'))?.seals).toBe(keyIdOf(young))
  expect(readdirSync(path.dirname(file))).toEqual(['portal.json'])
})

test.runIf(process.getuid?.() === 0)('a file stays its user’s when its keys change', () => {
  const file = writeKeyring(dataDir, 'portal', [newKey()], { name: 'x', uid: 65_534, gid: 65_534 } as never)
  rewriteKeyrings(dataDir, [newKey()])
  expect(statSync(file)).toMatchObject({ uid: 65_534, gid: 65_534 })
})
