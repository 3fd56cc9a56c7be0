import { beforeAll, describe, expect, test } from 'vitest'
import { anonymousTestContext, testNow } from '~/db/testing/contexts'
import { useTestDatabase } from '~/db/testing/use-test-database'
import { newId } from '~/lib/kernel/ids'
import type { MemberRole, OpContext } from '~/lib/kernel/op-context'
import { addSeconds } from '~/lib/kernel/time/clock'
import { makeBuyer, type TestBuyer } from '~/testing/buyer'
import { authorize, authorizeAccount } from '../authorize'
import { createProject } from '../projects/create-project'
import { requireFreshProof } from '../second-factor/require-fresh-proof'
import { createToken, listTokens, revokeToken, rotateToken } from './manage-tokens'
import { resolveToken } from './resolve-token'
import type { CreateTokenInput } from './schema'
import { newTokenSecret } from './secret'

const { sql } = useTestDatabase()
const day = 86_400
let buyer: TestBuyer
let other: TestBuyer

beforeAll(async () => {
  buyer = await makeBuyer(sql, { roles: ['technical', 'reader', 'billing'] })
  other = await makeBuyer(sql)
})

const inputOf = (more: Partial<CreateTokenInput> = {}): CreateTokenInput => ({
  name: `déploiement ${newId('apiToken')}`,
  permissions: ['instance:read'],
  projectIds: null,
  networks: [],
  mayDestroy: false,
  days: 90,
  ...more,
})
const fresh = (role: MemberRole = 'owner', now = testNow): OpContext => {
  const ctx = buyer.as(role, now)
  return ctx.actor.kind === 'account' ? { ...ctx, actor: { ...ctx.actor, secondFactorAt: now } } : ctx
}
const caller = (now = testNow, ip: string | null = '192.0.2.1'): OpContext => ({
  ...anonymousTestContext(now),
  ip,
})
const reasonOf = (secret: string, ctx = caller()) =>
  resolveToken(ctx, secret).then(
    () => null,
    (error) => error.params.reason,
  )

describe('a token', () => {
  test('acts for its holder with the permissions that it has, and no others', async () => {
    const { secret, id } = await createToken(fresh(), inputOf({ permissions: ['instance:operate'] }))
    const ctx = await resolveToken(caller(), secret)
    expect(ctx.actor).toMatchObject({ kind: 'account', accountId: buyer.accountId, token: { id } })
    expect(authorize(ctx, 'instance:operate')).toBe(buyer.organisationId)
    expect(authorize(ctx, 'instance:read')).toBe(buyer.organisationId)
    for (const permission of ['instance:delete', 'order:place', 'member:manage', 'token:own'] as const)
      expect(() => authorize(ctx, permission)).toThrow('forbidden')
  })

  test('has no more rights than its holder has now', async () => {
    const { secret } = await createToken(fresh('technical'), inputOf({ permissions: ['instance:operate'] }))
    const own = buyer.members.technical?.accountId ?? ''
    const change = (role: string) =>
      sql`update organisation_members set role = ${role} where account_id = ${own}`
    await change('reader')
    const ctx = await resolveToken(caller(), secret)
    expect(() => authorize(ctx, 'instance:operate')).toThrow('forbidden')
    await change('technical')
    await sql`update organisation_members set removed_at = now() where account_id = ${own}`
    expect(await reasonOf(secret)).toBe('token_holder')
    await sql`update organisation_members set removed_at = null where account_id = ${own}`
    await sql`update accounts set disabled_at = now() where id = ${own}`
    expect(await reasonOf(secret)).toBe('token_holder')
    await sql`update accounts set disabled_at = null where id = ${own}`
    expect(await reasonOf(secret)).toBeNull()
  })

  test('limited to a project, sees that project alone', async () => {
    const { id: projectId } = await createProject(fresh(), {
      name: `Projet ${newId('project')}`,
      environment: 'other',
      costCentre: null,
    } as never)
    const { secret } = await createToken(
      fresh(),
      inputOf({ projectIds: [projectId], permissions: ['order:place'] }),
    )
    const { membership } = await resolveToken(caller(), secret)
    expect(membership).toMatchObject({ role: 'guest', projectRoles: { [projectId]: 'technical' } })
  })

  test('cannot be given a right or a project that its maker has not', async () => {
    await expect(
      createToken(fresh('reader'), inputOf({ permissions: ['instance:delete'] })),
    ).rejects.toMatchObject({
      code: 'forbidden',
      field: 'permissions',
      params: { permission: 'instance:delete', reason: 'not_yours' },
    })
    await expect(createToken(fresh(), inputOf({ projectIds: [other.projectId] }))).rejects.toMatchObject({
      code: 'forbidden',
      field: 'projectIds',
    })
  })

  test('is made with a fresh proof, by a person', async () => {
    const stale = fresh('owner', addSeconds(testNow, -3_600))
    await expect(createToken({ ...stale, now: testNow }, inputOf())).rejects.toThrow(
      /proof_required|unauthenticated/,
    )
    const { secret } = await createToken(
      fresh(),
      inputOf({ permissions: ['member:manage'], mayDestroy: true }),
    )
    const program = await resolveToken(caller(), secret)
    await expect(createToken(program, inputOf())).rejects.toMatchObject({ code: 'forbidden' })
    expect(() => authorizeAccount(program)).toThrow('forbidden')
  })

  test('does what asks a person for a proof only when it was made for that', async () => {
    for (const mayDestroy of [true, false]) {
      const { secret } = await createToken(fresh(), inputOf({ mayDestroy }))
      const proof = requireFreshProof(await resolveToken(caller(), secret))
      if (mayDestroy) await expect(proof).resolves.toBeUndefined()
      else
        await expect(proof).rejects.toMatchObject({
          code: 'forbidden',
          params: { reason: 'token_may_not_destroy' },
        })
    }
  })

  test('is refused after its end, after its revocation, when unknown, altered or malformed', async () => {
    const { secret, id } = await createToken(fresh(), inputOf({ days: 1 }))
    expect(await reasonOf(secret, caller(addSeconds(testNow, day - 1)))).toBeNull()
    expect(await reasonOf(secret, caller(addSeconds(testNow, day)))).toBe('token_expired')
    await revokeToken(fresh(), { tokenId: id })
    expect(await reasonOf(secret)).toBe('token_revoked')
    expect(await reasonOf(newTokenSecret())).toBe('token_unknown')
    for (const text of ['', `${secret}x`, secret.toLowerCase(), 'x'.repeat(10_000)])
      expect(await reasonOf(text)).toBe('token_malformed')
  })

  test('is accepted from its networks alone', async () => {
    const { secret } = await createToken(fresh(), inputOf({ networks: ['192.0.2.0/24', '2001:db8::/32'] }))
    for (const ip of ['192.0.2.255', '2001:db8::7'])
      expect(await reasonOf(secret, caller(testNow, ip))).toBeNull()
    for (const ip of ['192.0.3.0', '2001:db9::', null])
      expect(await reasonOf(secret, caller(testNow, ip))).toBe('token_network')
  })

  test('keeps its former secret after a rotation for as long as chosen', async () => {
    const { secret, id } = await createToken(fresh(), inputOf())
    const next = await rotateToken(fresh(), { tokenId: id, overlapHours: 1 })
    expect(await reasonOf(secret, caller(addSeconds(testNow, 3_599)))).toBeNull()
    expect(await reasonOf(secret, caller(addSeconds(testNow, 3_600)))).toBe('token_expired')
    expect(await reasonOf(next.secret)).toBeNull()
    const last = await rotateToken(fresh(), { tokenId: id, overlapHours: 0 })
    expect([await reasonOf(secret), await reasonOf(next.secret)]).toEqual(['token_unknown', 'token_unknown'])
    expect(await reasonOf(last.secret)).toBeNull()
  })

  test('is revoked by its holder and by owners, and seen by no other member', async () => {
    const { id } = await createToken(fresh('reader'), inputOf())
    const seen = async (role: MemberRole) => (await listTokens(fresh(role))).some((each) => each.id === id)
    expect([await seen('reader'), await seen('owner'), await seen('technical')]).toEqual([true, true, false])
    await expect(revokeToken(fresh('technical'), { tokenId: id })).rejects.toThrow('forbidden')
    await expect(rotateToken(fresh(), { tokenId: id, overlapHours: 0 })).rejects.toThrow('forbidden')
    await revokeToken(fresh(), { tokenId: id })
    expect(await seen('reader')).toBe(false)
  })

  test('keeps only a hash of its secret, notes its last use once a minute, and is named in the journal', async () => {
    const { secret, id } = await createToken(fresh(), inputOf({ name: 'sauvegarde de nuit' }))
    const [row] = await sql`select * from api_tokens where id = ${id}`
    expect(JSON.stringify(row)).not.toContain(secret.slice(9, 40))
    const usedAt = async () =>
      (await sql`select last_used_at, last_used_from from api_tokens where id = ${id}`)[0]
    await resolveToken(caller(), secret)
    await resolveToken(caller(addSeconds(testNow, 59), '192.0.2.9'), secret)
    expect(await usedAt()).toEqual({ last_used_at: testNow, last_used_from: '192.0.2.1' })
    await resolveToken(caller(addSeconds(testNow, 60), '192.0.2.9'), secret)
    expect(await usedAt()).toEqual({ last_used_at: addSeconds(testNow, 60), last_used_from: '192.0.2.9' })
    const events = await sql`select event, details from audit_events where subject_id = ${id}`
    expect(events).toMatchObject([{ event: 'api_token.created', details: { name: 'sauvegarde de nuit' } }])
  })

  test('of another organisation is neither seen nor revoked', async () => {
    const { id } = await createToken(fresh(), inputOf())
    expect((await listTokens(other.as())).map((each) => each.id)).not.toContain(id)
    await expect(revokeToken(other.as(), { tokenId: id })).rejects.toThrow('not_found')
  })
})
