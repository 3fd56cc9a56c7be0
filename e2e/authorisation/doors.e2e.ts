import { expect, test } from '@playwright/test'
import { callAction } from '../support/call-action'
import { callRoute } from '../support/call-route'
import { fingerprint } from '../support/fingerprint'
import { siteUrl, type WebSurface } from '../support/installation-facts'
import { watchUntouched } from '../support/untouched'
import { type Attackers, sharedScene } from './attackers'
import { routeHandlers } from './matrix'
import { pages } from './pages'
import { absentTarget, type Target, type Victim } from './targets'
import { dealByTurns } from './turns'

let victim: Victim
let absent: Target
let attackers: Attackers

test.describe.configure({ mode: 'default' })

test.beforeAll(async () => {
  ;({ victim, attackers } = await sharedScene())
  absent = absentTarget(victim.target)
})

const victims = watchUntouched(() => fingerprint([victim.target.organisationId]))
test.beforeEach(() => victims.begin())

const withCookie = (cookie: string | undefined) => (cookie === undefined ? {} : { cookie })
/** Things of `other`, requested in `organisationId`. */
const within = (other: Target, organisationId: string): Target => ({ ...other, organisationId })

const dealStrangers = dealByTurns()

for (const [path, entry] of Object.entries(routeHandlers)) {
  const surfaces = entry.surface === 'both' ? (['portal', 'operator'] as const) : [entry.surface]

  for (const surface of surfaces) {
    const some = dealStrangers(`${surface} ${entry.scope}`)
    test(`${path} on ${surface}: the response for each caller`, async () => {
      const address = entry.address(victim.target)
      const status = async (cookie: string | undefined, asked = address) =>
        (await callRoute(surface, asked, withCookie(cookie))).status
      if (entry.scope === 'public') {
        expect(await status(undefined)).toBe(entry.control)
        return
      }
      for (const [who, cookie] of some(Object.entries(attackers.strangers[surface]), 1))
        expect(await status(cookie), who).toBe(401)
      const insiders = entry.scope === 'staff' ? attackers.staff : attackers.members
      for (const [role, cookie] of Object.entries(insiders)) {
        const may = entry.allowed === undefined || (entry.allowed as readonly string[]).includes(role)
        expect(await status(cookie), role).toBe(may ? entry.control : 403)
      }
      if (entry.scope === 'staff') expect(await status(attackers.staffWithoutFactor)).toBe(403)
      await victims.expectSame()
    })
  }

  if (entry.scope === 'organisation')
    test(`${path}: things of others look like things that do not exist`, async () => {
      const { cookie, organisationId } = attackers.outsider
      const ask = async (target: Target) => {
        const { status, body } = await callRoute('portal', entry.address(target), { cookie })
        return { status, body: withoutClock(body) }
      }
      const foreign = await ask(victim.target)
      expect(foreign.status).toBe(404)
      expect(foreign).toEqual(await ask(absent))
      const inOwn = await ask(within(victim.target, organisationId))
      expect(inOwn).toEqual(await ask(within(absent, organisationId)))
      if (path.includes('[id]')) expect(inOwn.status).toBe(404)
      await victims.expectSame()
    })
}

/** The answer without the moment at which it was read. */
const withoutClock = (body: unknown): unknown =>
  body && typeof body === 'object' && 'readAt' in body ? { ...body, readAt: null } : body

/** Appears on every page of the organisation. */
const canaryOf = ({ organisation }: Victim) => organisation.owner.email.split('@')[1] ?? ''

const signInPath = { portal: '/connexion', operator: '/operator/sign-in' }
const variants: Record<string, Record<string, string>> = {
  document: {},
  payload: { rsc: '1' },
  prefetch: { rsc: '1', 'next-router-prefetch': '1' },
  segment: { rsc: '1', 'next-router-prefetch': '1', 'next-router-segment-prefetch': '/_tree' },
}

/**
 * A document contains what its page sends in any other form: each page is requested as a document and in one other
 * form.
 */
const variantsOf = (index: number) => {
  const [whole, ...others] = Object.keys(variants)
  return [whole, others[index % others.length]] as string[]
}

/** By variant: the digest of its headers, which depends on neither caller nor target. */
const digests = new Map<string, string>()

/** Request a page like Next's client: without the digest of these headers, it redirects to the address with it. */
async function requestPage(
  surface: WebSurface,
  address: string,
  variant: string,
  cookie: string | undefined,
) {
  const call = { ...withCookie(cookie), headers: variants[variant] ?? {} }
  const known = digests.get(variant)
  const first = known ? `${address}${address.includes('?') ? '&' : '?'}_rsc=${known}` : address
  const answer = await callRoute(surface, first, call)
  const to = answer.headers.get('location')
  if (variant === 'document' || !to?.includes('_rsc')) return answer
  const { pathname, search, searchParams } = new URL(to, siteUrl(surface))
  const digest = searchParams.get('_rsc')
  if (!known && digest) digests.set(variant, digest)
  return callRoute(surface, `${pathname}${search}`, call)
}

const dealCallers = dealByTurns()

for (const [index, [path, entry]] of Object.entries(pages).entries()) {
  if (entry.scope === 'public') continue
  const some = dealCallers(`${entry.surface} ${entry.scope}`)
  test(`${path}: who can see it`, async () => {
    const { surface, scope } = entry
    const address = entry.address(victim.target)
    const canary = canaryOf(victim)
    for (const [who, cookie] of some(Object.entries(attackers.strangers[surface]), 1)) {
      for (const variant of variantsOf(index)) {
        const answer = await requestPage(surface, address, variant, cookie)
        expect(answer.text, `${who}, ${variant}`).not.toContain(canary)
        if (variant !== 'document') continue
        expect(answer.status, who).toBe(307)
        expect(new URL(answer.headers.get('location') ?? '', 'http://x').pathname, who).toBe(
          signInPath[surface],
        )
      }
    }
    if (scope === 'organisation') {
      const { cookie, organisationId } = attackers.outsider
      for (const variant of variantsOf(index)) {
        const foreign = await requestPage(surface, address, variant, cookie)
        const nowhere = await requestPage(surface, entry.address(absent), variant, cookie)
        expect(foreign.text, variant).not.toContain(canary)
        expect(foreign.status, variant).toBe(nowhere.status)
        if (variant === 'document') expect(foreign.status).toBe(404)
      }
      if (path.includes('[id]')) {
        const inOwn = await callRoute(surface, entry.address(within(victim.target, organisationId)), {
          cookie,
        })
        expect(inOwn.status).toBe(404)
      }
    }
    await victims.expectSame()
    if (entry.leavesTrace) victims.forget()
    const insiders = Object.entries(scope === 'staff' ? attackers.staff : attackers.members)
    const may = (role: string) =>
      entry.allowed === undefined || (entry.allowed as readonly string[]).includes(role)
    for (const [role, cookie] of insiders.filter(([role]) => !may(role)))
      expect((await callRoute(surface, address, { cookie })).status, role).toBe(404)
    // Where every role may see it, the page asks for none.
    const welcome = insiders.filter(([role]) => may(role))
    for (const [role, cookie] of entry.allowed ? welcome : some(welcome, 1))
      expect((await callRoute(surface, address, { cookie })).status, role).toBe(entry.control ?? 200)
    if (!entry.leavesTrace) await victims.expectSame()
  })
}

test('people with permission get a page in each of these forms', async () => {
  const address = `/o/${victim.target.organisationId}/instances`
  for (const variant of Object.keys(variants)) {
    const { status, headers, text } = await requestPage('portal', address, variant, attackers.members.owner)
    const type = variant === 'document' ? 'text/html' : 'text/x-component'
    expect([variant, status, headers.get('content-type')?.split(';')[0]]).toEqual([variant, 200, type])
    // What strangers do not get is present for people with permission.
    if (variant === 'document' || variant === 'payload') expect(text).toContain(canaryOf(victim))
  }
})

test('an action is refused on every page it is posted to', async () => {
  const { organisationId } = victim.target
  const argument = { organisationId, instanceId: victim.target.instance(0), name: 'pris' }
  for (const page of ['/', '/connexion', '/nulle-part', `/o/${organisationId}/instances`, '/o/x/keys']) {
    const anonymous = await callAction('renameInstanceAction', argument, { page })
    expect(anonymous.code, page).not.toBe('ok')
    const outsider = await callAction('renameInstanceAction', argument, {
      page,
      cookie: attackers.outsider.cookie,
    })
    expect(outsider.code, page).not.toBe('ok')
    expect(outsider.status, page).toBeLessThan(500)
  }
  await victims.expectSame()
})
