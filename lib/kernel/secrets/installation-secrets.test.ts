import { randomBytes } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { database } from '../configuration/kinds'
import { faultOfKey, faultOfPassword } from './installation-secrets'

const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64')

describe('a key', () => {
  test('of 32 random bytes is always accepted', () => {
    for (let round = 0; round < 2_000; round += 1) expect(faultOfKey(base64(randomBytes(32)))).toBeNull()
  })

  test.each([undefined, ''])('%j is not set', (value) => {
    expect(faultOfKey(value)).toBe('is not set')
  })

  test.each([
    'x',
    base64(randomBytes(16)),
    base64(randomBytes(33)),
    `${base64(randomBytes(32))}\n`,
    'é'.repeat(32),
  ])('%j is not 32 bytes in base64', (value) => expect(faultOfKey(value)).toBe('is not 32 bytes in base64'))

  test.each([
    ['zeros', base64(Buffer.alloc(32))],
    ['one byte repeated', base64(Buffer.alloc(32, 7))],
    ['four bytes repeated', base64(Buffer.alloc(32, 'q8Z!'))],
    ['bytes counted up', base64(Uint8Array.from({ length: 32 }, (_, i) => i))],
    ['bytes counted in sevens', base64(Uint8Array.from({ length: 32 }, (_, i) => i * 7))],
    ['typed text', base64(Buffer.from('Correct-Horse-Battery-Staple-42!'))],
    ['a placeholder word', 'PleaseChangeMe7xQ2vK9mZ4tB8nW3rL6yH5jD1cF08='],
    ['a word repeated', 'changeme'.repeat(5).concat('cha=')],
  ])('of %s is easy to guess', (_what, value) => {
    expect(faultOfKey(value)).toBe('is an example or easy to guess')
  })
})

test.each([
  'short',
  'aaaaaaaaaaaaaaaaaaaaaaaa',
  'portal-password-0001',
  'change-me-change-me-1',
  'example-of-a-role-9',
])('the password %s is weak, in one line that does not quote it', (password) => {
  expect(faultOfPassword(password)).toBe(
    'is shorter than 16 characters, an example or easy to guess; make one with: openssl rand -hex 24',
  )
})

test('random passwords of 8 bytes and more are accepted', () => {
  for (let round = 0; round < 2_000; round += 1)
    expect(faultOfPassword(randomBytes(8).toString('hex'))).toBeNull()
})

const good = randomBytes(24).toString('hex')
test.each([
  ['no password', 'postgres://andromede@h/andromede'],
  ['one host', `postgres://u:${good}@h:5432/d`],
  ['the password in the query', `postgres://u@h/d?password=${good}`],
  ['an encoded password', `postgres://u:${good}%2F%25@h/d`],
  ['a socket', 'postgres://u@%2Frun%2Fpostgresql/d'],
])('an address with %s is accepted', (_what, address) => {
  expect(database.fault(address)).toBeNull()
})

test.each([
  ['a list of hosts', 'postgresql://u:w3akOne@h1,h2/d?target_session_attrs=primary', 'names several hosts'],
  ['a list of hosts with ports', 'postgres://u:w3akOne@h1:5432,h2:5432/d', 'names several hosts'],
  ['a user and no host', 'postgres://u:w3akOne@/d?host=/run/postgresql', 'names no host'],
  ['a list of hosts in the query', 'postgres://u:w3akOne@h/d?host=h1,h2', 'names several hosts'],
  ['two hosts in the query', 'postgres://u:w3akOne@h/d?host=h1&host=h2', 'names several hosts'],
  ['a weak password in the query', 'postgres://u@h/d?password=w3akOne', 'is shorter than'],
  [
    'a weak one in the query next to a good one',
    `postgres://u:${good}@h/d?password=w3akOne`,
    'is shorter than',
  ],
  ['a % without an encoding', 'postgres://u:w3akOne%zz@h/d', '% of its own is written %25'],
  ['a # in the password', 'postgres://u:w3akOne#1234567890@h/d', 'is not of the form'],
  ['a / in the password', 'postgres://u:w3akOne/1234567890@h/d', 'is not of the form'],
  ['another form', 'host=h user=u password=w3akOne', 'is not of the form'],
])('%s is refused in one line that does not quote it', (_what, address, line) => {
  const fault = database.fault(address)
  expect(fault).toContain(line)
  expect(fault).not.toMatch(/w3akOne|\n/)
})
