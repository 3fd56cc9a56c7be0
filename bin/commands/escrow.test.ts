import { execFileSync, spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { armor, Decrypter, generateX25519Identity, identityToRecipient } from 'age-encryption'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { loadSecrets, makeSecrets, readKeptSecrets } from '../lib/secrets'
import { runCommandLine } from './run'

const names = ['anne', 'bruno', 'chloe'] as const
const identities: Record<string, string> = {}
const keys: Record<string, string> = {}
let folder: string
let dataDir: string
let lines: string[] = []

beforeAll(async () => {
  for (const name of names) {
    identities[name] = await generateX25519Identity()
    keys[name] = await identityToRecipient(identities[name])
  }
})
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'andromede-escrow-'))
  dataDir = path.join(folder, 'data')
  mkdirSync(dataDir)
  loadSecrets(dataDir)
  process.env.DATA_DIR = dataDir
  for (const name of ['ENCRYPTION_KEY', 'ROLE_PASSWORDS', 'PGBACKREST_REPO1_CIPHER_PASS'])
    delete process.env[name]
  lines = []
  for (const way of ['log', 'error'] as const)
    vi.spyOn(console, way).mockImplementation((line: string) => void lines.push(line))
})
afterEach(() => rmSync(folder, { recursive: true }))
afterAll(() => vi.restoreAllMocks())

const to = (...people: string[]) => people.flatMap((name) => ['--to', `${name}=${keys[name]}`])
const write = (...people: string[]) =>
  runCommandLine(['escrow', path.join(folder, 'escrow'), ...to(...people)])
const read = (name: string) => armor.decode(readFileSync(path.join(folder, 'escrow', name), 'utf8'))

async function open(bytes: Uint8Array, name: string): Promise<Uint8Array> {
  const decrypter = new Decrypter()
  decrypter.addIdentity(identities[name] ?? '')
  return decrypter.decrypt(bytes)
}

test('each two of three people open the secrets together, and each of them alone opens nothing', async () => {
  expect(await write(...names), lines.join('\n')).toBe(0)
  const pairs = [
    ['anne', 'bruno'],
    ['anne', 'chloe'],
    ['bruno', 'chloe'],
  ] as const
  const files = pairs.map((pair) => `${pair.join('+')}.age`)
  expect(readdirSync(path.join(folder, 'escrow')).sort()).toEqual(['README', ...files].sort())
  for (const [inner, outer] of pairs) {
    const sealed = read(`${inner}+${outer}.age`)
    const once = await open(sealed, outer)
    expect(new TextDecoder().decode(once)).not.toContain('encryptionKey')
    const opened = new TextDecoder().decode(await open(once, inner))
    expect(opened).toBe(readFileSync(path.join(dataDir, 'secrets.json'), 'utf8'))
    const again = mkdtempSync(path.join(folder, 'again-'))
    writeFileSync(path.join(again, 'secrets.json'), opened)
    expect(readKeptSecrets(again)).toEqual(readKeptSecrets(dataDir))
    // In the other order, with one key twice, or by a third person.
    await expect(open(sealed, inner)).rejects.toThrow()
    await expect(open(once, outer)).rejects.toThrow()
    const third = names.find((name) => name !== inner && name !== outer) ?? ''
    await expect(open(sealed, third)).rejects.toThrow()
    await expect(open(once, third)).rejects.toThrow()
  }
})

test('an escrow is readable by its owner only and holds nothing in the clear', async () => {
  expect(await write('anne', 'bruno')).toBe(0)
  const at = path.join(folder, 'escrow')
  expect(statSync(at).mode & 0o777).toBe(0o700)
  const { encryptionKey } = readKeptSecrets(dataDir) ?? makeSecrets()
  for (const name of readdirSync(at)) {
    expect(statSync(path.join(at, name)).mode & 0o777).toBe(0o600)
    expect(readFileSync(path.join(at, name), 'utf8')).not.toContain(encryptionKey)
  }
  expect(lines.join()).not.toContain(encryptionKey)
})

test('with a server of the operator it holds what the variables have and nothing replaces', async () => {
  const { encryptionKey, rolePasswords } = makeSecrets()
  process.env.ENCRYPTION_KEY = encryptionKey
  process.env.ROLE_PASSWORDS = JSON.stringify(rolePasswords)
  process.env.PGBACKREST_REPO1_CIPHER_PASS = 'passphrase of the repository'
  expect(await write('anne', 'bruno'), lines.join('\n')).toBe(0)
  const opened = await open(await open(read('anne+bruno.age'), 'bruno'), 'anne')
  expect(JSON.parse(new TextDecoder().decode(opened))).toEqual({
    encryptionKey,
    rolePasswords,
    pgBackRestCipherPass: 'passphrase of the repository',
  })
})

test('the passphrase of the repository is added to the secrets of the data folder', async () => {
  process.env.PGBACKREST_REPO1_CIPHER_PASS = 'passphrase of the repository'
  expect(await write('anne', 'bruno'), lines.join('\n')).toBe(0)
  const opened = await open(await open(read('anne+bruno.age'), 'bruno'), 'anne')
  expect(JSON.parse(new TextDecoder().decode(opened))).toEqual({
    ...readKeptSecrets(dataDir),
    pgBackRestCipherPass: 'passphrase of the repository',
  })
})

test('without secrets it is refused in one line', async () => {
  rmSync(path.join(dataDir, 'secrets.json'))
  expect(await write('anne', 'bruno')).toBe(1)
  expect(lines).toEqual([`ENCRYPTION_KEY is not set, and ${dataDir} holds no secrets of an installation.`])
})

test.each([
  ['one person', () => to('anne'), /needs the keys of two people or more/],
  ['one key twice', () => [...to('anne'), '--to', `bruno=${keys.anne}`], /have the same key/],
  ['one name twice', () => [...to('anne'), '--to', `anne=${keys.bruno}`], /have the same name/],
  ['a path as name', () => [...to('anne'), '--to', `../b=${keys.bruno}`], /names of people/],
  ['a private key', () => [...to('anne'), '--to', `bruno=${identities.bruno}`], /is not a public key of age/],
  ['a word', () => [...to('anne'), '--to', 'bruno=key'], /is not a public key of age/],
])('%s is refused in one line, and nothing is written', async (_what, args, expected) => {
  expect(await runCommandLine(['escrow', path.join(folder, 'escrow'), ...args()])).toBe(1)
  expect(lines).toEqual([expect.stringMatching(expected)])
  expect(lines.join()).not.toContain('AGE-SECRET-KEY')
  expect(readdirSync(folder)).toEqual(['data'])
})

const hasAge = spawnSync('age', ['--version']).status === 0

describe.skipIf(!hasAge)("Debian's age", () => {
  test('opens a file by the command in README', async () => {
    expect(await write('anne', 'bruno')).toBe(0)
    const at = path.join(folder, 'escrow')
    for (const name of names) writeFileSync(path.join(at, `${name}.key`), `${identities[name]}\n`)
    const command = readFileSync(path.join(at, 'README'), 'utf8')
      .split('\n')
      .find((line) => line.startsWith('  age '))
    execFileSync('bash', ['-o', 'pipefail', '-c', command ?? 'false'], { cwd: at })
    expect(readFileSync(path.join(at, 'secrets.json'), 'utf8')).toBe(
      readFileSync(path.join(dataDir, 'secrets.json'), 'utf8'),
    )
  })
})
