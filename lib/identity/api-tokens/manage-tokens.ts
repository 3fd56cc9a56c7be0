import type { z } from 'zod'
import { withOrganisation } from '~/db/client'
import { lockCount } from '~/db/lock-count'
import { recordAudit } from '~/lib/audit'
import { DomainError, invariant, sqlState } from '~/lib/kernel/errors'
import { type Id, newId } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { visibleProjects } from '~/lib/kernel/project-scope'
import { hashSecret } from '~/lib/kernel/secrets/secrets'
import { addSeconds } from '~/lib/kernel/time/clock'
import { authorize, may } from '../authorize'
import { type MemberPermission, memberPermissions, tokenPermissions } from '../permissions'
import { listProjectChoices } from '../projects/list-projects'
import { requireFreshProof } from '../second-factor/require-fresh-proof'
import * as tokens from './queries/api-tokens'
import type { CreateTokenInput, revokeTokenInput, rotateTokenInput } from './schema'
import { maskOf, newTokenSecret } from './secret'

const tokensMax = 50
const day = 86_400
/** Expired tokens stay listed for this long: people look for why a program stopped. */
const expiredShownDays = 30

export type TokenView = {
  id: Id<'apiToken'>
  name: string
  /** The secret without its middle. */
  masked: string
  holderName: string
  isOwn: boolean
  permissions: string[]
  projectIds: Id<'project'>[] | null
  networks: string[]
  mayDestroy: boolean
  createdAt: string
  expiresAt: string
  isExpired: boolean
  /** While the secret before the last rotation is valid. */
  formerUntil: string | null
  lastUsed: { at: string; from: string | null } | null
}

/** The member's tokens, or all of the organisation's for owners; by holder and name. */
export async function listTokens(ctx: OpContext): Promise<TokenView[]> {
  authorize(ctx, 'token:own')
  const own = accountOf(ctx)
  const since = addSeconds(ctx.now, -expiredShownDays * day)
  const rows = await withOrganisation(ctx, (tx, organisationId) =>
    tokens.listTokens(tx, organisationId, may(ctx, 'token:manage') ? null : own, since),
  )
  return rows.map(({ token, holderName }) => ({
    id: token.id,
    name: token.name,
    masked: maskOf(token.hint),
    holderName,
    isOwn: token.accountId === own,
    permissions: token.permissions,
    projectIds: token.projectIds,
    networks: token.networks,
    mayDestroy: token.mayDestroy,
    createdAt: token.createdAt.toISOString(),
    expiresAt: token.expiresAt.toISOString(),
    isExpired: token.expiresAt <= ctx.now,
    formerUntil: token.formerUntil && token.formerUntil > ctx.now ? token.formerUntil.toISOString() : null,
    lastUsed: token.lastUsedAt && { at: token.lastUsedAt.toISOString(), from: token.lastUsedFrom },
  }))
}

/**
 * Makes a token with rights that its holder has; returns its secret, which is shown once and not kept.
 *
 * @throws DomainError `proof_required`, `forbidden` (a permission or project that the holder has not), `name_taken`,
 *   `quota_exceeded` (50 live tokens of a person)
 */
export async function createToken(
  ctx: OpContext,
  input: CreateTokenInput,
): Promise<{ id: Id<'apiToken'>; secret: string }> {
  authorize(ctx, 'token:own')
  await requireFreshProof(ctx)
  const lacking = input.permissions.find((each) => !holdsByRole(ctx, each))
  if (lacking)
    throw new DomainError('forbidden', {
      field: 'permissions',
      params: { permission: lacking, reason: 'not_yours' },
    })
  await refuseOtherProjects(ctx, input.projectIds)
  const accountId = accountOf(ctx)
  const id = newId('apiToken', ctx.now.getTime())
  const secret = newTokenSecret()
  const { days, permissions, ...limits } = input
  try {
    await withOrganisation(ctx, async (tx, organisationId) => {
      await lockCount(tx, 'api tokens', organisationId)
      if ((await tokens.countLiveTokens(tx, organisationId, accountId, ctx.now)) >= tokensMax)
        throw new DomainError('quota_exceeded', { params: { limit: String(tokensMax) } })
      await tokens.insertToken(tx, {
        ...limits,
        ...stored(secret),
        id,
        organisationId,
        accountId,
        permissions: withNeeded(permissions),
        secondFactorAt: ctx.actor.kind === 'account' ? ctx.actor.secondFactorAt : null,
        createdAt: ctx.now,
        createdFrom: ctx.ip,
        expiresAt: addSeconds(ctx.now, days * day),
      })
      const details = { name: input.name, permissions, mayDestroy: input.mayDestroy, days }
      await recordAudit(tx, ctx, 'api_token.created', { organisationId, kind: 'api_token', id, details })
    })
  } catch (error) {
    if (sqlState(error) === '23505') throw new DomainError('name_taken', { field: 'name', cause: error })
    throw error
  }
  return { id, secret }
}

/**
 * Gives one's own token a new secret, shown once; the former one stays valid for `overlapHours`. Rights and end date stay.
 *
 * @throws DomainError `proof_required`, `not_found`, `forbidden` (of another member), `state_forbids` (expired)
 */
export async function rotateToken(
  ctx: OpContext,
  input: z.output<typeof rotateTokenInput>,
): Promise<{ secret: string }> {
  authorize(ctx, 'token:own')
  await requireFreshProof(ctx)
  const secret = newTokenSecret()
  await withOrganisation(ctx, async (tx, organisationId) => {
    const row = await tokens.lockToken(tx, organisationId, input.tokenId)
    if (!row) throw new DomainError('not_found')
    if (row.accountId !== accountOf(ctx)) throw new DomainError('forbidden')
    if (row.expiresAt <= ctx.now) throw new DomainError('state_forbids', { params: { state: 'expired' } })
    const hasOverlap = input.overlapHours > 0
    await tokens.updateToken(tx, row.id, {
      ...stored(secret),
      formerHash: hasOverlap ? row.secretHash : null,
      formerUntil: hasOverlap ? addSeconds(ctx.now, input.overlapHours * 3_600) : null,
      rotatedAt: ctx.now,
    })
    const details = { name: row.name, overlapHours: input.overlapHours }
    await recordAudit(tx, ctx, 'api_token.rotated', {
      organisationId,
      kind: 'api_token',
      id: row.id,
      details,
    })
  })
  return { secret }
}

/**
 * Ends a token, from the next request on in every process: one's own, or for owners any of the organisation.
 *
 * @throws DomainError `not_found`, `forbidden`
 */
export async function revokeToken(ctx: OpContext, input: z.output<typeof revokeTokenInput>): Promise<void> {
  authorize(ctx, 'token:own')
  const accountId = accountOf(ctx)
  await withOrganisation(ctx, async (tx, organisationId) => {
    const row = await tokens.lockToken(tx, organisationId, input.tokenId)
    if (!row) throw new DomainError('not_found')
    if (row.accountId !== accountId) authorize(ctx, 'token:manage')
    await tokens.updateToken(tx, row.id, { revokedAt: ctx.now, revokedByAccountId: accountId })
    const details = { name: row.name }
    await recordAudit(tx, ctx, 'api_token.revoked', {
      organisationId,
      kind: 'api_token',
      id: row.id,
      details,
    })
  })
}

const stored = (secret: string) => ({ secretHash: hashSecret(secret), hint: secret.slice(-4) })

/** By role in the organisation or in any project, in any state of the organisation and without regard to the second factor. */
export function holdsByRole({ membership }: OpContext, permission: MemberPermission): boolean {
  const roles: readonly string[] = memberPermissions[permission]
  const { role, projectRoles = {} } = membership ?? {}
  return [role, ...Object.values(projectRoles)].some((each) => each !== undefined && roles.includes(each))
}

/** Each act needs to read what it acts on. Pure. */
export function withNeeded(permissions: readonly MemberPermission[]): MemberPermission[] {
  const needed = permissions.flatMap((each): string[] => {
    const subject = each.split(':')[0]
    const also =
      each === 'order:place' ? ['catalogue:read', 'instance:read', 'project:read', 'ssh_key:read'] : []
    return [each, `${subject}:read`, `${subject}:view`, ...also]
  })
  return tokenPermissions.filter((each) => needed.includes(each))
}

async function refuseOtherProjects(
  ctx: OpContext,
  projectIds: readonly Id<'project'>[] | null,
): Promise<void> {
  if (!projectIds || !ctx.membership) return
  const [visible, choices] = [visibleProjects(ctx.membership), await listProjectChoices(ctx)]
  const known = choices.map(({ id }) => id).filter((id) => visible === null || visible.includes(id))
  if (projectIds.some((id) => !known.includes(id)))
    throw new DomainError('forbidden', { field: 'projectIds', params: { reason: 'not_yours' } })
}

function accountOf({ actor }: OpContext): Id<'account'> {
  invariant(actor.kind === 'account', 'authorize lets accounts pass only')
  return actor.accountId
}
