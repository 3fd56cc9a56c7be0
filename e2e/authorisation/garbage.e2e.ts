import { expect, test } from '@playwright/test'
import { type ActionAnswer, callAction } from '../support/call-action'
import { callRoute } from '../support/call-route'
import { siteUrl } from '../support/installation-facts'
import { cookieOf, openSessionOf } from '../support/session'
import { type ActionEntry, actions, routeHandlers } from './matrix'
import { pages } from './pages'
import { clearVictim, makeVictim, type Victim } from './targets'

let victim: Victim
test.describe.configure({ mode: 'default' })
test.beforeAll(async () => {
  victim = await makeVictim()
})
test.afterAll(() => clearVictim(victim))

/** Whole bodies that are no argument list, as sent. */
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
/** Argument lists in the right shape that no action takes. */
const lists = ['[]', '[null]', '[0]', '["x"]', '[[]]', '[true]', '[{},{}]', '["$undefined"]']
/** In the place of each field; JSON as sent. */
const values = [
  'null',
  '-0',
  '1e400',
  '9007199254740993',
  '""',
  '"\\u0000"',
  '"a\\u0000b"',
  '"un texte\\u0000 assez long pour passer"',
  '"\\ud800"',
  `"${'x'.repeat(20_000)}"`,
  '[]',
  '[null]',
  '{}',
  '{"toString":null,"hasOwnProperty":1}',
  'true',
]

/** Fields that the matrix sends wrong, so that nothing is registered; they may be named instead. */
const wrongAlready: Record<string, string> = {
  signUpAction: 'password',
  registerOrganisationAction: 'acceptsTerms',
  createPromotionAction: 'value',
  changeBillingSellerAction: 'siret',
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

/** Refused with a code, or done because it was right after all; never broken. */
function expectAnswered(answer: ActionAnswer, sent: string): void {
  expect(answer.status, sent).toBeLessThan(500)
  if (answer.result?.ok !== false) return
  const { code, params } = answer.result
  if (code === 'invalid_input') expect(typeof params?.reason, sent).toBe('string')
}

/**
 * One code reads the bodies of all actions before any of them is known: the first of each kind gets every body that
 * is no argument list, each of the others three of them, not the same three as its neighbour.
 */
const bodiesFor = (index: number, isFirst: boolean) =>
  isFirst ? bodies : [0, 1, 2].map((step) => bodies[(index * 3 + step) % bodies.length] as string)

const scopesMet = new Set<ActionEntry['scope']>()
for (const [index, [name, entry]] of Object.entries(actions).entries()) {
  const ownBodies = bodiesFor(index, !scopesMet.has(entry.scope))
  scopesMet.add(entry.scope)
  test(`${name} survives garbage`, async () => {
    const cookie = await cookieFor(entry)
    const inOrganisation =
      entry.scope === 'organisation' ? { organisationId: victim.target.organisationId } : {}
    const send = (body: string) =>
      callAction(name, inOrganisation, { ...(cookie === undefined ? {} : { cookie }), body })
    for (const body of ownBodies) expect((await send(body)).code, body.slice(0, 60)).toBe('status 400')
    for (const body of lists) {
      const answer = await send(body)
      expect(['invalid_input', 'not_found'], body).toContain(answer.code)
    }
    const argument = { ...inOrganisation, ...entry.argument(victim.target) }
    const surplus = await send(JSON.stringify([{ ...argument, isOwner: true }]))
    expect(surplus.result, name).toMatchObject({ ok: false, code: 'invalid_input' })
    const fieldOf = (answer: ActionAnswer) => (answer.result?.ok === false ? answer.result.field : undefined)
    expect(['isOwner', wrongAlready[name] ?? 'isOwner']).toContain(fieldOf(surplus))
    for (const field of Object.keys(argument)) {
      const { [field]: _dropped, ...rest } = argument as Record<string, unknown>
      const missing = await send(JSON.stringify([rest]))
      expectAnswered(missing, `without ${field}`)
      for (const value of values) {
        const others = JSON.stringify(rest).slice(1, -1)
        const sent = `{${others}${others ? ',' : ''}${JSON.stringify(field)}:${value}}`
        const answer = await send(`[${sent}]`)
        expectAnswered(answer, sent.slice(0, 300))
        if (answer.result?.ok === false && answer.result.code === 'invalid_input')
          expect([field, wrongAlready[name] ?? field], sent.slice(0, 300)).toContain(
            fieldOf(answer)?.split('.')[0],
          )
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

async function faultsAt(surface: 'portal' | 'operator', address: string, cookie: string): Promise<string[]> {
  const [path, own = ''] = address.split('?')
  const faults: string[] = []
  for (const query of queries) {
    const together = names.map((name) => `${name}=${query}`).join('&')
    // A strict schema refuses a surplus name before it reads the value of another.
    const singly = address.startsWith('/api/') ? names.map((name) => `${name}=${query}`) : []
    for (const given of [together, ...singly]) {
      const { status } = await callRoute(surface, `${path}?${own}&${given}`, { cookie })
      if (status >= 500) faults.push(`${status} ${address} ${given.slice(0, 30)}`)
    }
  }
  return faults
}

/** Ids in the path replaced by what is none. */
const distorted = (address: string) =>
  ['%00', '%ed%a0%80', '..%2f..', 'x'.repeat(500)].map((bad) =>
    address.replace(/[a-z]{3}_[0-9a-z]{26}(?=$|[?])/, bad),
  )

for (const surface of ['portal', 'operator'] as const)
  test(`routes and pages of the ${surface} survive garbage in their addresses`, async () => {
    test.setTimeout(180_000)
    const person = surface === 'portal' ? victim.organisation.owner : victim.staff.administrator
    const cookie = cookieOf(surface, await openSessionOf(person))
    const faults: string[] = []
    const routes = Object.values(routeHandlers).filter((entry) => entry.surface !== 'both')
    for (const entry of [...routes, ...Object.values(pages)]) {
      if (entry.surface !== surface) continue
      const address = entry.address(victim.target)
      faults.push(...(await faultsAt(surface, address, cookie)))
      for (const bad of distorted(address)) {
        const { status } = await callRoute(surface, bad, { cookie })
        if (status >= 500) faults.push(`${status} ${bad.slice(0, 80)}`)
      }
    }
    expect(faults).toEqual([])
  })

test('signing in survives garbage', async () => {
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
