import { beforeAll, expect, test } from 'vitest'
import { useTestDatabase } from '~/db/testing/use-test-database'
import { listLiveSessions, signOut } from '~/lib/identity'
import { contextOf, signInAs, visitor } from '~/lib/identity/testing/people'
import type { OpContext, ProjectRole } from '~/lib/kernel/op-context'
import { announceLeaving } from '~/lib/kernel/process/leaving'
import { systemNow } from '~/lib/kernel/time/clock'
import { addInstance } from '~/lib/resources/testing/resources'
import type { TestBuyer } from '~/testing/buyer'
import { type Estate, makeEstate } from '~/testing/estate'
import { addMember } from '~/testing/member'
import { openStream } from './open-stream'

const { sql } = useTestDatabase()
let estate: Estate
beforeAll(async () => {
  process.env.RATE_LIMIT_FACTOR = '100'
  estate = await makeEstate(sql)
})

const now = () => visitor('portal', systemNow())

/** A signed-in member; `projectRoles` narrows a guest. */
async function memberOf(
  buyer: TestBuyer,
  role: 'owner' | 'guest' | 'technical' = 'owner',
  projectRoles: Record<string, ProjectRole> = {},
): Promise<OpContext> {
  const email = role === 'owner' ? buyer.owner.email : (await addMember(sql, buyer, role)).email
  await sql`update accounts set totp_enabled_at = null, totp_secret_sealed = null where email = ${email}`
  const { actor } = await contextOf(now(), await signInAs(now(), email))
  const { organisationId } = buyer
  return { ...now(), actor, membership: { organisationId, role, organisationState: 'active', projectRoles } }
}

/** What arrives on a stream, event by event; null at its end. */
async function listen(ctx: OpContext) {
  const reader = (await openStream(ctx)).getReader()
  return {
    async next(): Promise<string | null> {
      for (;;) {
        const { done, value } = await reader.read()
        if (done) return null
        const text = new TextDecoder().decode(value)
        if (text.startsWith('event:')) return text
      }
    },
    close: () => reader.cancel(),
  }
}

const renameAll = (buyer: TestBuyer) =>
  sql`update instances set name = name || '-z' where organisation_id = ${buyer.organisationId}`

test('a change reaches the pages of its organisation; another organisation and a guest elsewhere do not', async () => {
  const { own, foreign } = estate
  await addInstance(estate)
  await addInstance(estate, { of: foreign })
  const [owner, stranger, guest] = [
    await listen(await memberOf(own)),
    await listen(await memberOf(foreign)),
    await listen(await memberOf(own, 'guest', { prj_other: 'reader' })),
  ]
  await renameAll(own)
  expect(await owner.next()).toContain('{"topics":["resources"],"spreadMs":250}')
  // Had the others heard that change, these would not be their first events.
  await sql`select app.note_change('orders', ${foreign.organisationId}, '')`
  expect(await stranger.next()).toContain('{"topics":["orders"],"spreadMs":250}')
  await sql`select app.note_change('orders', ${own.organisationId}, 'prj_other')`
  expect(await guest.next()).toContain('{"topics":["orders"],"spreadMs":250}')
  await owner.close()
  await stranger.close()
  await guest.close()
})

test('the stream of a session that is ended ends within seconds', async () => {
  const ctx = await memberOf(estate.own)
  const page = await listen(ctx)
  await signOut(ctx)
  expect(await page.next()).toBeNull()
})

test('one person has a limited number of streams, and learns when to try again', async () => {
  const ctx = await memberOf(estate.foreign)
  const pages = await Promise.all(Array.from({ length: 16 }, () => listen(ctx)))
  await expect(openStream(ctx)).rejects.toThrow(
    expect.objectContaining({
      code: 'rate_limited',
      params: expect.objectContaining({ retryAfterSeconds: '30' }),
    }),
  )
  await pages[0]?.close()
  await (await listen(ctx)).close()
  for (const page of pages.slice(1)) await page.close()
})

test('the stream of a person whose access changed after its rights were read ends, also if it is the first one', async () => {
  const ctx = await memberOf(estate.own)
  // No stream is open: nothing has read this change when the next one begins.
  await sql`select app.note_change('access', ${'accountId' in ctx.actor ? ctx.actor.accountId : ''}, '')`
  expect(await (await listen(ctx)).next()).toBeNull()
})

test('a stream whose rights were read before a change of access ends, also once that change was read, and is not refused', async () => {
  const ctx = await memberOf(estate.own)
  await sql`select app.note_change('access', ${'accountId' in ctx.actor ? ctx.actor.accountId : ''}, '')`
  // Each of the first two may end by a reading of this change or of the sign-in; the third comes after both.
  for (const _time of [1, 2, 3]) expect(await (await listen(ctx)).next()).toBeNull()
})

test('a member without a right to invoices does not hear of them', async () => {
  const { own } = estate
  const page = await listen(await memberOf(own, 'technical'))
  await sql`select app.note_change('billing', ${own.organisationId}, '')`
  await sql`select app.note_change('orders', ${own.organisationId}, '')`
  expect(await page.next()).toContain('{"topics":["orders"],')
  await page.close()
})

test('sessions that ended or ran out are not live', async () => {
  const [live, ended] = [await memberOf(estate.own), await memberOf(estate.own)]
  await signOut(ended)
  const hashOf = ({ actor }: OpContext) => ('sessionHash' in actor ? actor.sessionHash : '')
  const idle = await memberOf(estate.own)
  await sql`update account_sessions set last_seen_at = now() - interval '31 minutes' where token_hash = ${hashOf(idle)}`
  const hashes = [live, ended, idle].map(hashOf)
  expect([...(await listLiveSessions('portal', hashes))]).toEqual([hashOf(live)])
  expect([...(await listLiveSessions('operator', hashes))]).toEqual([])
})

test('streams end when the process leaves, and later ones are refused', async () => {
  const ctx = await memberOf(estate.own)
  const page = await listen(ctx)
  announceLeaving()
  expect(await page.next()).toBeNull()
  await expect(openStream(ctx)).rejects.toThrow(expect.objectContaining({ code: 'unavailable' }))
})
