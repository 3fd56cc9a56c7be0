import { randomBytes } from 'node:crypto'
import { setImmediate as pause } from 'node:timers/promises'
import fc from 'fast-check'
import { expect, test, vi } from 'vitest'
import { openLog } from './log'
import { addToScope, inScope } from './request-scope'
import { placeFor } from './secrets/purposes'
import { seal } from './secrets/secrets'

/** A log whose lines are kept. */
function listen() {
  const lines: string[] = []
  const log = openLog({ write: (line) => lines.push(line) }, 'info')
  return { log, lines, last: () => JSON.parse(lines.at(-1) ?? '{}') }
}

test('a line has the scope in which it was written, also after it waited', async () => {
  const { log, lines } = listen()
  const request = (requestId: string, organisationId: string) =>
    inScope({ requestId, route: '/o/[org]', action: 'placeOrder' }, async () => {
      addToScope({ organisationId })
      await pause()
      log.info('done')
    })
  await Promise.all([request('r1', 'org_1'), request('r2', 'org_2')])
  log.info('outside')
  expect(lines.map((line) => JSON.parse(line))).toEqual([
    expect.objectContaining({
      requestId: 'r1',
      organisationId: 'org_1',
      route: '/o/[org]',
      action: 'placeOrder',
    }),
    expect.objectContaining({ requestId: 'r2', organisationId: 'org_2' }),
    expect.not.objectContaining({ requestId: expect.anything() }),
  ])
})

test('a saga that a job woke has a scope of its own', () => {
  const { log, last } = listen()
  inScope({ jobId: '7', task: 'run_saga' }, () => inScope({ sagaId: 'sag_1' }, () => log.info('step')))
  expect(last()).toMatchObject({ sagaId: 'sag_1' })
  expect(last()).not.toHaveProperty('jobId')
})

const secretKeys = [
  'password',
  'Authorization',
  'cookie',
  'set-cookie',
  'accessToken',
  'clientSecret',
  'keySealed',
  'privateKey',
  'private_key',
  'api-key',
  'sessionHash',
  'headers',
]
/** Letters only, so that it stays itself in JSON. */
const secret = fc.string({
  unit: fc.constantFrom(...'abcdefghijklmnopqrstuvwxyzABCDEFGHIJ'),
  minLength: 12,
  maxLength: 60,
})
const wrapped = (value: unknown, keys: readonly string[]) =>
  keys.reduce<unknown>((inner, key) => (key === '[]' ? [inner] : { [key]: inner }), value)

test('the value of a secret key reaches no line, at any depth and in any list', () => {
  const { log, lines } = listen()
  const places = fc.array(fc.constantFrom('a', 'details', 'payload', '[]'), { maxLength: 6 })
  fc.assert(
    fc.property(secret, fc.constantFrom(...secretKeys), places, fc.boolean(), (value, key, keys, isList) => {
      log.info({ given: wrapped({ [key]: isList ? [value] : { value } }, keys), kept: 'yes' }, 'line')
      const line = lines.at(-1) ?? ''
      return !line.includes(value) && JSON.parse(line).kept === 'yes'
    }),
  )
})

const forms: [string, (value: string) => string][] = [
  ['a bearer token', (value) => `Bearer ${value}`],
  ['basic credentials', (value) => `authorization: Basic ${value}`],
  ['a session cookie', (value) => `andromede-portal=${value}; other=1`],
  ['a password in a URL', (value) => `postgres://andromede_portal:${value}@db:5432/andromede`],
  ['a password with quotes in a URL', (value) => `smtps://u:"${value}\\@mail:465`],
  ['a private key', (value) => `-----BEGIN EC PRIVATE KEY-----\n${value}\n-----END EC PRIVATE KEY-----`],
  ['an e-mail address', (value) => `mail to ${value}@mairie.example failed`],
]

test.each(forms)('%s reaches no line, in a message, a field, a list or an error with its cause', (_, put) => {
  const { log, lines } = listen()
  fc.assert(
    fc.property(secret, (value) => {
      const text = put(value)
      log.info(text)
      log.info({ text, list: [[text]] }, 'line')
      log.error({ err: new Error(text, { cause: new Error(text) }) }, 'failed')
      return lines.splice(0).every((line) => !line.includes(value) && typeof JSON.parse(line) === 'object')
    }),
    { numRuns: 50 },
  )
})

test('a sealed value reaches no line', () => {
  vi.stubEnv('ENCRYPTION_KEY', randomBytes(32).toString('base64'))
  const { log, lines } = listen()
  fc.assert(
    fc.property(fc.string({ maxLength: 40 }), (plain) => {
      const sealed = seal(plain, placeFor('webhooks', 'place'))
      log.info({ text: `column ${sealed} of a row` }, sealed)
      return lines.splice(0).every((line) => !line.includes(sealed.slice(3)) && JSON.parse(line))
    }),
    { numRuns: 50 },
  )
  vi.unstubAllEnvs()
})

test('an account at a bank reaches no line', () => {
  const { log, last } = listen()
  log.info('mandate of FR76 3000 6000 0112 3456 7890 189 and DE89370400440532013000')
  expect(last().msg).toBe('mandate of [iban] and [iban]')
})

test('a long word without a mark is written as it is, and soon', () => {
  const { log, last } = listen()
  const word = 'a'.repeat(400_000)
  log.info(word)
  expect(last().msg).toBe(word)
})

test('ids, times, routes and counts stay readable', () => {
  const { log, last } = listen()
  const fields = {
    sagaId: 'sag_01kbc6zq8nf2t9v4x7y1w3m5p0',
    at: new Date('2026-11-24T09:00:00Z'),
    fingerprint: 'AB:CD:EF:01',
    url: 'https://hypervisor.example:8443/1.0/instances',
    place: 'file:///app/node_modules/next@16.4.6/dist/server.js:10:2',
    count: 3,
    nothing: null,
  }
  log.info(fields, 'line')
  expect(last()).toMatchObject(JSON.parse(JSON.stringify(fields)))
})

test('a circular value is cut, and does not fail', () => {
  const { log, last } = listen()
  const circle: Record<string, unknown> = { name: 'circle' }
  circle.self = circle
  log.info({ circle }, 'line')
  expect(last().circle).toEqual({ name: 'circle', self: '[…]' })
})
