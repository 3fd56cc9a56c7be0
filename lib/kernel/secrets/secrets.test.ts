import { createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import fc from 'fast-check'
import { afterEach, expect, test, vi } from 'vitest'
import { loadConfiguration } from '../configuration/load'
import { variableNames } from '../configuration/variables'
import { heldKeys } from './keyring'
import { faultOfKeyring, keyIdOf, keyringFor } from './keyring-form'
import { type KeyHolder, type Purpose, placeFor, purposes, purposesOf } from './purposes'
import { deriveBytes, keyIdOfSealed, seal, unseal } from './secrets'

afterEach(() => vi.unstubAllEnvs())

const newKey = () => randomBytes(32).toString('base64')
function hold(values: Partial<Record<'ENCRYPTION_KEY' | 'ENCRYPTION_KEY_PREVIOUS' | 'KEYRING', string>>) {
  for (const name of ['ENCRYPTION_KEY', 'ENCRYPTION_KEY_NEXT', 'ENCRYPTION_KEY_PREVIOUS', 'KEYRING'] as const)
    vi.stubEnv(name, name in values ? values[name as keyof typeof values] : '')
}

const purpose = fc.constantFrom(...purposes)
const texts = [
  fc.string({ maxLength: 60, unit: 'binary' }),
  fc.string({ minLength: 1, maxLength: 40 }),
] as const

/** The documented format of docs/operating/keys.md, without any code of ours. */
function openByHand(sealed: string, key: string, what: Purpose, place: string): string {
  const master = Buffer.from(key, 'base64')
  const [version, id, body = ''] = sealed.split('.')
  expect(version).toBe('k2')
  expect(id).toBe(createHmac('sha256', master).update('installation').digest('hex').slice(0, 12))
  const subkey = new Uint8Array(hkdfSync('sha256', master, '', `andromede ${what}`, 32))
  const bytes = Buffer.from(body, 'base64url')
  const decipher = createDecipheriv('aes-256-gcm', subkey, bytes.subarray(0, 12))
  decipher.setAAD(Buffer.from(place, 'utf8')).setAuthTag(bytes.subarray(12, 28))
  return decipher.update(bytes.subarray(28)).toString('utf8') + decipher.final('utf8')
}

test('a sealed value opens by the documented format, and by ourselves', () => {
  fc.assert(
    fc.property(purpose, ...texts, (what, plain, place) => {
      const key = newKey()
      hold({ ENCRYPTION_KEY: key })
      const sealed = seal(plain, placeFor(what, place))
      const expected = Buffer.from(plain, 'utf8').toString('utf8')
      expect(openByHand(sealed, key, what, place)).toBe(expected)
      expect(unseal(sealed, placeFor(what, place))).toBe(expected)
    }),
  )
})

test('a value opens neither elsewhere, nor for another purpose, nor altered in one character', () => {
  hold({ ENCRYPTION_KEY: newKey() })
  fc.assert(
    fc.property(purpose, purpose, ...texts, fc.nat(), (what, other, plain, place, index) => {
      const sealed = seal(plain, placeFor(what, place))
      expect(() => unseal(sealed, placeFor(what, `${place}x`))).toThrow()
      if (other !== what) expect(() => unseal(sealed, placeFor(other, place))).toThrow()
      // The last character may hold unused bits.
      const at = index % (sealed.length - 1)
      const altered = sealed.slice(0, at) + (sealed[at] === 'A' ? 'B' : 'A') + sealed.slice(at + 1)
      expect(() => unseal(altered, placeFor(what, place))).toThrow()
    }),
  )
})

test('during a rotation both keys open, and only the first one seals', () => {
  const [old, young] = [newKey(), newKey()]
  const place = placeFor('mandates', 'a')
  hold({ ENCRYPTION_KEY: old })
  const before = seal('before', place)
  hold({ ENCRYPTION_KEY: young, ENCRYPTION_KEY_PREVIOUS: old })
  expect(unseal(before, place)).toBe('before')
  expect(keyIdOfSealed(seal('after', place))).toBe(keyIdOf(young))
  expect(heldKeys()).toEqual({ seals: keyIdOf(young), holds: [keyIdOf(young), keyIdOf(old)] })
  hold({ ENCRYPTION_KEY: young })
  expect(() => unseal(before, place)).toThrow(`no key ${keyIdOf(old)} for mandates`)
})

test('derived bytes come first from the key that seals, then from the other one', () => {
  const [old, young] = [newKey(), newKey()]
  hold({ ENCRYPTION_KEY: old })
  const [before] = deriveBytes('links', 'label')
  hold({ ENCRYPTION_KEY: young, ENCRYPTION_KEY_PREVIOUS: old })
  const both = deriveBytes('links', 'label')
  expect(both).toHaveLength(2)
  expect(both[1]).toEqual(before)
  expect(both[0]).not.toEqual(before)
  expect(deriveBytes('journal', 'label')[0]).not.toEqual(both[0])
})

test.each(Object.keys(purposesOf) as KeyHolder[])(
  'the keyring of %s opens its purposes and no other',
  (holder) => {
    const [old, young] = [newKey(), newKey()]
    hold({ ENCRYPTION_KEY: old })
    const sealed = purposes.map((what) => [what, seal('text', placeFor(what, 'p'))] as const)
    hold({ KEYRING: keyringFor(holder, [young, old]) })
    for (const [what, value] of sealed) {
      const isOurs = purposesOf[holder].includes(what)
      if (isOurs) {
        expect(unseal(value, placeFor(what, 'p'))).toBe('text')
        expect(keyIdOfSealed(seal('text', placeFor(what, 'p')))).toBe(keyIdOf(young))
      } else {
        expect(() => unseal(value, placeFor(what, 'p'))).toThrow(`for ${what}`)
        expect(() => seal('text', placeFor(what, 'p'))).toThrow(`for ${what}`)
      }
    }
  },
)

test('the portal has no key of hypervisors, staff or the bank', () => {
  for (const what of ['hypervisor-keys', 'hypervisor-tokens', 'staff-sign-in', 'debit-files'] as const)
    expect(purposesOf.portal).not.toContain(what)
})

test.each([
  ['', 'is not a keyring'],
  ['{"seals":"', 'is not a keyring'],
  ['{"seals":"0123456789ab","keys":{}}', 'lacks the key that seals'],
  ['{"seals":"0123456789ab","keys":{"0123456789ab":{"mandates":"c2hvcnQ="}}}', 'is not a keyring'],
  ['{"seals":"0123456789ab","keys":{"0123456789ab":{"others":""}}}', 'is not a keyring'],
])('the keyring %s has a fault that quotes nothing', (text, fault) => {
  expect(faultOfKeyring(text)).toContain(fault)
  expect(faultOfKeyring(text)).not.toContain('c2hv')
})

test('a file of keys that was replaced is read again for a key that is not known yet', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'andromede-keyring-'))
  try {
    const [old, young] = [newKey(), newKey()]
    const place = placeFor('hypervisor-keys', 'p')
    hold({ ENCRYPTION_KEY: young })
    const sealed = seal('text', place)
    const file = path.join(folder, 'keyring')
    writeFileSync(file, keyringFor('console', [old]))
    for (const name of variableNames) vi.stubEnv(name, '')
    vi.stubEnv('KEYRING_FILE', file)
    vi.stubEnv('DATABASE_URL', 'postgres://andromede_worker:Zr3-kWq8-Tn5-pXv1@db.example/andromede')
    vi.stubEnv('PORTAL_URL', 'https://cloud.example')
    loadConfiguration('console')
    expect(() => unseal(sealed, place)).toThrow(`no key ${keyIdOf(young)}`)
    writeFileSync(file, '{"seals":')
    expect(() => unseal(sealed, place)).toThrow(`no key ${keyIdOf(young)}`)
    writeFileSync(file, keyringFor('console', [old, young]))
    expect(unseal(sealed, place)).toBe('text')
    expect(heldKeys().seals).toBe(keyIdOf(old))
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
})
