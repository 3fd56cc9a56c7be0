import { expect, test } from '@playwright/test'
import { type ActionAnswer, callAction } from '../support/call-action'
import { callRoute } from '../support/call-route'
import { siteUrl } from '../support/installation-facts'
import { cookieOf, openSessionOf } from '../support/session'
import { type ActionEntry, actions, routeHandlers } from './matrix'
import { pages } from './pages'
import { makeVictim, type Victim } from './targets'
import { dealByTurns, someOf } from './turns'

let victim: Victim
test.describe.configure({ mode: 'default' })
test.beforeAll(async () => {
  victim = await makeVictim()
})

/** Raw bodies that are no argument list. */
const bodies = [
  '',
  '{{{',
  '[',
  'null',
  '{}',
  '"text"',
  '[NaN]',
  '[-]',
  '[1e]',
  '[{"a":1}',
  '[\u0000]',
  '["$1"]',
  '["$@1"]',
  '["$F1"]',
  '["$K1"]',
  '["$n1"]',
  '[{"__proto__":{"organisationId":"x"}}]',
  '[{"constructor":{"prototype":{}}}]',
  '[{"then":"$1:then"}]',
  `[${'['.repeat(5_000)}${']'.repeat(5_000)}]`,
  `[${'{"a":'.repeat(2_000)}1${'}'.repeat(2_000)}]`,
  '[1,2,3,4,5,6]',
]
/** Well-formed argument lists that no action accepts. */
const lists = ['[]', '[null]', '[0]', '["x"]', '[[]]', '[true]', '[{},{}]', '["$undefined"]']
/** Raw JSON for each field: too much text, which a schema may accept. */
const tooLong = `"${'x'.repeat(20_000)}"`
/** Text that the database cannot store: common code rejects it before any schema, so one field of an action gets one. */
const unstorable = ['"\\u0000"', '"a\\u0000b"', '"un texte\\u0000 assez long pour passer"', '"\\ud800"']
/** Edge cases of the right kind for a value of that kind; the next field gets others. */
const edges: Record<string, readonly string[]> = {
  string: ['""'],
  number: ['-0', '1e400', '9007199254740993'],
  boolean: ['"true"', '1'],
  array: ['[]', '[null]', '[[]]'],
  object: ['{}', '{"toString":null,"hasOwnProperty":1}'],
}
/** Of another kind: common code rejects them all, so one field of an action gets one. */
const others = ['null', '-0', '1e400', '""', '[]', '[null]', '{}', '{"toString":null}', 'true']
const kindOf = (value: unknown) => (Array.isArray(value) ? 'array' : typeof value)
/** Replacements of `right`, each of which only the use case or its schema can judge. */
const valuesFor = (place: number, right: unknown) => [
  ...(typeof right === 'string' ? [tooLong] : []),
  ...someOf(edges[kindOf(right)] ?? [tooLong], place, 1),
]

/** Fields that the matrix deliberately sends wrong, so that nothing is registered; errors may name them instead. */
const wrongAlready: Record<string, string | readonly string[]> = {
  signUpAction: 'password',
  orderBalancerAction: 'balancer',
  uploadCertificateAction: 'chain',
  replaceCertificateAction: 'chain',
  // Two: with either put right the other still keeps it from being registered.
  setAcmeAction: ['authorities', 'resolver'],
  registerOrganisationAction: 'acceptsTerms',
  createPromotionAction: 'value',
  publishTrafficPriceAction: 'month',
  changeBillingSellerAction: 'siret',
  openIncidentAction: 'startedAt',
  announceMaintenanceAction: 'startsAt',
  changeMaintenanceAction: 'startsAt',
  declareQualificationAction: 'body',
}

async function cookieFor(entry: ActionEntry): Promise<string | undefined> {
  if (entry.scope === 'public') return undefined
  const [role] = entry.allowed ?? [entry.scope === 'staff' ? 'administrator' : 'owner']
  const person =
    entry.scope === 'staff'
      ? victim.staff[role as keyof Victim['staff']]
      : victim.organisation.members[role as keyof Victim['organisation']['members']]
  return person && cookieOf(person.surface, await openSessionOf(person))
}

/** Rejected with a code, or accepted because the value was valid after all; never a crash. */
function expectAnswered(answer: ActionAnswer, sent: string): void {
  expect(answer.status, sent).toBeLessThan(500)
  if (answer.result?.ok !== false) return
  const { code, params } = answer.result
  if (code === 'invalid_input') expect(typeof params?.reason, sent).toBe('string')
}

/**
 * Common code reads the bodies of all actions before any of them is known, and their lists: the first action of each
 * scope gets every value, each of the others one, different from its neighbour's.
 */
const deal = dealByTurns()
for (const [index, [name, entry]] of Object.entries(actions).entries()) {
  const some = deal(entry.scope)
  test(`${name} rejects garbage without a crash`, async () => {
    const cookie = await cookieFor(entry)
    const inOrganisation =
      entry.scope === 'organisation' ? { organisationId: victim.target.organisationId } : {}
    const send = (body: string) =>
      callAction(name, inOrganisation, { ...(cookie === undefined ? {} : { cookie }), body })
    for (const body of some(bodies, 1)) expect((await send(body)).code, body.slice(0, 60)).toBe('status 400')
    for (const body of some(lists, 1)) {
      const answer = await send(body)
      expect(['invalid_input', 'not_found'], body).toContain(answer.code)
    }
    const argument = { ...inOrganisation, ...entry.argument(victim.target) }
    const surplus = await send(JSON.stringify([{ ...argument, isOwner: true }]))
    expect(surplus.result, name).toMatchObject({ ok: false, code: 'invalid_input' })
    const fieldOf = (answer: ActionAnswer) => (answer.result?.ok === false ? answer.result.field : undefined)
    const wrong = [wrongAlready[name] ?? []].flat()
    expect(['isOwner', ...wrong]).toContain(fieldOf(surplus))
    const fields = Object.entries(argument)
    for (const [position, [field, right]] of fields.entries()) {
      const { [field]: _dropped, ...rest } = argument as Record<string, unknown>
      const takesCommonTurn = position === index % fields.length
      if (takesCommonTurn) expectAnswered(await send(JSON.stringify([rest])), `without ${field}`)
      const common = takesCommonTurn ? [...someOf(unstorable, index, 1), ...someOf(others, index, 1)] : []
      for (const value of [...common, ...valuesFor(index + position, right)]) {
        const around = JSON.stringify(rest).slice(1, -1)
        const sent = `{${around}${around ? ',' : ''}${JSON.stringify(field)}:${value}}`
        const answer = await send(`[${sent}]`)
        expectAnswered(answer, sent.slice(0, 300))
        if (answer.result?.ok === false && answer.result.code === 'invalid_input')
          expect([field, ...wrong], sent.slice(0, 300)).toContain(fieldOf(answer)?.split('.')[0])
      }
    }
  })
}

const queries = ['%00', '%ed%a0%80', '%', '1e400', '-1', "'%3b--", 'x'.repeat(3_000)]
const names = [
  'q',
  'page',
  'sort',
  'direction',
  'state',
  'zone',
  'tag',
  'kind',
  'event',
  'from',
  'to',
  'actor',
  'identifier',
  'next',
  'order',
  'host',
]

async function faultsAt(
  surface: 'portal' | 'operator',
  address: string,
  cookie: string,
  index: number,
): Promise<string[]> {
  const [path, own = ''] = address.split('?')
  // Common code reads page queries together: each page gets two, its neighbour others.
  const together = someOf(queries, index, 2).map((query) => names.map((name) => `${name}=${query}`).join('&'))
  // A strict schema rejects an unknown name before it reads another value.
  const singly = address.startsWith('/api/')
    ? names.flatMap((name, place) => someOf(queries, index + place, 1).map((query) => `${name}=${query}`))
    : []
  const faults: string[] = []
  for (const given of [...together, ...singly]) {
    const { status } = await callRoute(surface, `${path}?${own}&${given}`, { cookie })
    if (status >= 500) faults.push(`${status} ${address} ${given.slice(0, 30)}`)
  }
  return faults
}

/** The last id of the path replaced by something invalid, in two of four ways. */
function distorted(address: string, index: number): string[] {
  const id = /[a-z]{3}_[0-9a-z]{26}(?=$|[?])/
  if (!id.test(address)) return []
  const ways = ['%00', '%ed%a0%80', '..%2f..', 'x'.repeat(500)]
  return someOf(ways, index, 2).map((bad) => address.replace(id, bad))
}

const addressed = { ...routeHandlers, ...pages }
for (const [index, [name, { surface, address }]] of Object.entries(addressed).entries()) {
  if (surface === 'both') continue
  test(`${name} rejects garbage in its address without a crash`, async () => {
    const person = surface === 'portal' ? victim.organisation.owner : victim.staff.administrator
    const cookie = cookieOf(surface, await openSessionOf(person))
    const faults = await faultsAt(surface, address(victim.target), cookie, index)
    for (const bad of distorted(address(victim.target), index)) {
      const { status } = await callRoute(surface, bad, { cookie })
      if (status >= 500) faults.push(`${status} ${bad.slice(0, 80)}`)
    }
    expect(faults).toEqual([])
  })
}

test('sign-in rejects garbage without a crash', async () => {
  const { headers, body } = await callRoute('portal', '/api/auth/csrf')
  const cookie = headers
    .getSetCookie()
    .map((set) => set.split(';')[0])
    .join('; ')
  const { csrfToken } = body as { csrfToken: string }
  const texts = ['', '\u0000', 'a\u0000@b.example', 'x'.repeat(20_000), '%', '[object Object]', 'é@é.example']
  const forms = texts.flatMap((text) => [
    new URLSearchParams({ csrfToken, email: text, password: 'quatre tasses' }).toString(),
    new URLSearchParams({ csrfToken, email: 'a@b.example', password: text }).toString(),
    new URLSearchParams({
      csrfToken,
      email: 'a@b.example',
      password: 'quatre tasses',
      code: text,
    }).toString(),
    `csrfToken=${csrfToken}&email[]=${encodeURIComponent(text)}&password[a]=1`,
  ])
  for (const [type, sent] of [
    ...forms.map((form) => ['application/x-www-form-urlencoded', form] as const),
    ...[...bodies, ...lists].map((text) => ['application/json', text] as const),
    ['text/plain', 'x'] as const,
    ['multipart/form-data; boundary=x', '--x'] as const,
  ]) {
    const answer = await callRoute('portal', '/api/auth/callback/credentials', {
      method: 'POST',
      cookie,
      headers: { origin: siteUrl('portal'), 'content-type': type },
      body: sent,
    })
    expect([400, 401, 403], `${type} ${sent.slice(0, 80)}`).toContain(answer.status)
  }
})
