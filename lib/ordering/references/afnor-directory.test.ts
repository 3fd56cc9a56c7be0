import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { CircuitBreaker } from '~/lib/kernel/concurrency/circuit-breaker'
import { afnorBuyers } from './afnor-directory'

/** An AFNOR directory service as an approved platform runs it: tokens, establishments, routing codes. */
type Answer = { status?: number; body: unknown }
const siret = '21999042100014'
const facility = {
  siret,
  siren: '219990421',
  name: 'COMMUNE DE VALMONT',
  facilityType: 'P',
  administrativeStatus: 'A',
  b2gAdditionalData: {
    pmStatus: false,
    serviceCodeStatus: true,
    managesLegalCommitment: false,
    managesLegalCommitmentOrService: true,
  },
}
const codes = {
  total_number_results: 2,
  results: [
    { siret, routingIdentifier: 'SVC-DSI-02', routingCodeName: 'Numérique', administrativeStatus: 'A' },
    { siret, routingIdentifier: 'SVC-OLD', routingCodeName: 'Ancien', administrativeStatus: 'I' },
  ],
}

let answers: Record<string, Answer>
let asked: { path: string; authorization: string | undefined; body: string }[] = []
const server = createServer(async (request, response) => {
  asked.push({
    path: request.url ?? '',
    authorization: request.headers.authorization,
    body: await textOf(request),
  })
  respond(response, answers[request.url ?? ''] ?? { status: 404, body: { errorCode: 'NOT_FOUND' } })
})
const textOf = async (request: IncomingMessage) => {
  let text = ''
  for await (const chunk of request) text += chunk
  return text
}
const respond = (response: ServerResponse, { status = 200, body }: Answer) =>
  response
    .writeHead(status, { 'content-type': 'application/json' })
    .end(typeof body === 'string' ? body : JSON.stringify(body))

let baseUrl: string
let now = 0
beforeAll(async () => {
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterAll(() => {
  server.closeAllConnections()
  server.close()
})
beforeEach(() => {
  asked = []
  answers = {
    '/token': { body: { access_token: 'jeton', expires_in: 300 } },
    [`/v1/siret/code-insee:${siret}`]: { body: facility },
    '/v1/routing-code/search': { body: codes },
  }
})
const directory = (failures = 100) =>
  afnorBuyers({
    baseUrl,
    tokenUrl: `${baseUrl}/token`,
    clientId: 'andromede',
    clientSecret: 'secret',
    timeoutMs: 2_000,
    breaker: new CircuitBreaker({ failures, pauseMs: 30_000 }, () => now),
    clock: () => now,
  })

test('returns the requirements of the structure and its service codes', async () => {
  expect(await directory().lookUp(siret)).toEqual({
    outcome: 'found',
    source: 'afnor',
    structure: {
      siret,
      name: 'COMMUNE DE VALMONT',
      isServiceCodeRequired: true,
      isCommitmentRequired: false,
      isCommitmentOrServiceCodeRequired: true,
      serviceCodes: [
        { code: 'SVC-DSI-02', name: 'Numérique', isActive: true },
        { code: 'SVC-OLD', name: 'Ancien', isActive: false },
      ],
    },
  })
  expect(asked.map(({ path }) => path)).toEqual([
    '/token',
    `/v1/siret/code-insee:${siret}`,
    '/v1/routing-code/search',
  ])
  expect(asked[1]?.authorization).toBe('Bearer jeton')
  expect(JSON.parse(asked[2]?.body ?? '')).toMatchObject({
    filters: { siret: { op: 'strict', value: siret } },
  })
})

test('reuses its token until shortly before it expires', async () => {
  const one = directory()
  await one.lookUp(siret)
  now += 200_000
  await one.lookUp(siret)
  expect(asked.filter(({ path }) => path === '/token')).toHaveLength(1)
  now += 100_000
  await one.lookUp(siret)
  expect(asked.filter(({ path }) => path === '/token')).toHaveLength(2)
})

test.each([
  ['an unknown SIRET', () => delete answers[`/v1/siret/code-insee:${siret}`]],
  [
    'a company',
    () => {
      const { b2gAdditionalData: _data, ...company } = facility
      answers[`/v1/siret/code-insee:${siret}`] = { body: company }
    },
  ],
])('%s is answered as unknown', async (_title, change) => {
  change()
  expect(await directory().lookUp(siret)).toEqual({ outcome: 'unknown', source: 'afnor' })
})

test.each([
  ['an error', { status: 500, body: {} }],
  ['a body that is not JSON', { body: '<html>' }],
  ['another establishment', { body: { ...facility, siret: '25999063800019' } }],
  ['a body that is too large', { body: 'x'.repeat(600_000) }],
])('%s is unavailable', async (_title, answer) => {
  answers[`/v1/siret/code-insee:${siret}`] = answer
  expect(await directory().lookUp(siret)).toEqual({ outcome: 'unavailable', source: 'afnor' })
})

test('opens its circuit after repeated failures', async () => {
  answers['/token'] = { status: 503, body: {} }
  const one = directory(2)
  for (let tries = 0; tries < 4; tries += 1)
    expect(await one.lookUp(siret)).toMatchObject({ outcome: 'unavailable' })
  expect(asked).toHaveLength(2)
})
