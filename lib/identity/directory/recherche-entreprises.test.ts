import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { CircuitBreaker } from '~/lib/kernel/concurrency/circuit-breaker'
import { rechercheEntreprises } from './recherche-entreprises'

const siren = '219501273'
const siret = '21950127300013'
const place = {
  siret,
  etat_administratif: 'A',
  date_fermeture: null,
  adresse: '1 PLACE DE LA MAIRIE 76540 VALMONT',
  code_postal: '76540',
  libelle_commune: 'VALMONT',
}
const unit = {
  siren,
  nom_complet: 'COMMUNE DE VALMONT (MAIRIE)',
  nom_raison_sociale: 'COMMUNE DE VALMONT',
  nature_juridique: '7210',
  etat_administratif: 'A',
  siege: { ...place, numero_voie: '1', type_voie: 'PLACE', libelle_voie: 'DE LA MAIRIE' },
  matching_etablissements: [place],
  complements: { est_service_public: true },
  unknown_field: 'ignored',
}
const answerOf = (...results: unknown[]) =>
  JSON.stringify({ results, total_results: results.length, page: 1 })

let respond: (response: ServerResponse) => void
let requests: string[] = []
const server = createServer((request, response) => {
  requests.push(request.url ?? '')
  respond(response)
})
let baseUrl: string
beforeAll(async () => {
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterAll(() => {
  server.closeAllConnections()
  server.close()
})
beforeEach(() => {
  requests = []
})

let now = 0
const directory = (failures = 100, timeoutMs = 3_000) =>
  rechercheEntreprises({
    baseUrl,
    timeoutMs,
    breaker: new CircuitBreaker({ failures, pauseMs: 30_000 }, () => now),
  })
const respondWith = (body: string, status = 200, headers: Record<string, string> = {}) => {
  respond = (response) =>
    response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(body)
}

describe('an answer in the published format', () => {
  test('returns the requested establishment', async () => {
    respondWith(answerOf({ ...unit, siren: '999999990' }, unit))
    const answer = await directory().lookUp({ siren, siret })
    expect(answer).toEqual({
      outcome: 'found',
      source: 'recherche-entreprises',
      entry: {
        siren,
        siret,
        legalName: 'COMMUNE DE VALMONT',
        legalFormCode: '7210',
        legalFormLabel: 'Commune et commune nouvelle',
        address: { line1: '1 PLACE DE LA MAIRIE', postcode: '76540', city: 'VALMONT', countryCode: 'FR' },
        isPublicService: true,
        emailDomains: [],
      },
    })
    expect(requests[0]).toContain(`q=${siret}`)
  })

  test('returns the head office for a SIREN', async () => {
    respondWith(answerOf(unit))
    const answer = await directory().lookUp({ siren, siret: null })
    expect(answer).toMatchObject({
      outcome: 'found',
      entry: { siret, address: { line1: '1 PLACE DE LA MAIRIE' } },
    })
  })

  test('about other units or establishments counts as unknown', async () => {
    respondWith(answerOf({ ...unit, siren: '999999990' }))
    expect(await directory().lookUp({ siren, siret })).toMatchObject({ outcome: 'unknown' })
    respondWith(answerOf(unit))
    expect(await directory().lookUp({ siren, siret: '21950127300021' })).toMatchObject({ outcome: 'unknown' })
  })

  test('reports a closed establishment or a closed unit', async () => {
    const closed = { ...place, etat_administratif: 'F', date_fermeture: '2020-12-31' }
    respondWith(answerOf({ ...unit, matching_etablissements: [closed] }))
    expect(await directory().lookUp({ siren, siret })).toMatchObject({
      outcome: 'closed',
      closedOn: '2020-12-31',
    })
    respondWith(answerOf({ ...unit, etat_administratif: 'C', date_fermeture: '2019-01-01' }))
    expect(await directory().lookUp({ siren, siret: null })).toMatchObject({
      outcome: 'closed',
      closedOn: '2019-01-01',
    })
  })
})

describe('anything else is unavailable', () => {
  test.each([
    ['500', () => respondWith('{}', 500)],
    ['429', () => respondWith('{}', 429, { 'retry-after': '1' })],
    ['a redirect', () => respondWith('', 302, { location: `${baseUrl}/elsewhere` })],
    ['garbage', () => respondWith('<html>')],
    ['a response of another shape', () => respondWith('{"results":[{"siren":1}]}')],
    ['a response that is too large', () => respondWith(`{"results":[],"x":"${'x'.repeat(600_000)}"}`)],
    [
      'a connection that breaks',
      () => {
        respond = (response) => response.destroy()
      },
    ],
  ])('%s', async (_what, prepare) => {
    prepare()
    expect(await directory().lookUp({ siren, siret })).toMatchObject({ outcome: 'unavailable' })
    expect(requests).toHaveLength(1)
  })

  test('no answer within the time-out', async () => {
    respond = () => undefined
    // On a busy machine this request may reach the server late, so it uses another number than the next test.
    const question = { siren: '356000000', siret: null }
    expect(await directory(100, 50).lookUp(question)).toMatchObject({ outcome: 'unavailable' })
  })
})

test('a service that keeps failing is not called for a while, then tried once', async () => {
  const flaky = directory(2)
  const ask = () => flaky.lookUp({ siren, siret })
  const own = () => requests.filter((url) => url.includes(siret))
  respondWith('{}', 500)
  for (let i = 0; i < 5; i += 1) await ask()
  expect(own()).toHaveLength(2)
  now += 30_000
  await ask()
  await ask()
  expect(own()).toHaveLength(3)
  now += 30_000
  respondWith(answerOf(unit))
  expect(await ask()).toMatchObject({ outcome: 'found' })
  expect(await ask()).toMatchObject({ outcome: 'found' })
  expect(own()).toHaveLength(5)
})
