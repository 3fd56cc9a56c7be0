import { withPresentedToken } from '~/db/client'
import { DomainError } from '~/lib/kernel/errors'
import { readAddress, readCidr } from '~/lib/kernel/net/cidr'
import type { OpContext } from '~/lib/kernel/op-context'
import { hashSecret } from '~/lib/kernel/secrets/secrets'
import { listMemberships } from '../queries/sessions'
import { narrowMembership } from './narrow-membership'
import { enterHolder, findPresented, noteUse, type TokenRow } from './queries/api-tokens'
import { isTokenSecret } from './secret'

const noteEveryMs = 60_000

/**
 * The context in which a program acts that presents this secret, from the rows of this moment: the holder's membership,
 * limited by the token. `ctx` is anonymous.
 *
 * @throws DomainError `unauthenticated` with `reason` `token_malformed`, `token_unknown`, `token_revoked`, `token_expired`,
 *   `token_network`, or `token_holder` (the account is disabled or no member any more)
 */
export async function resolveToken(ctx: OpContext, secret: string): Promise<OpContext> {
  if (!isTokenSecret(secret)) throw refused('token_malformed')
  const hash = hashSecret(secret)
  return withPresentedToken(ctx, hash, async (tx) => {
    const [found, , memberships] = await Promise.all([
      findPresented(tx, hash),
      enterHolder(tx, hash),
      listMemberships(tx),
    ])
    if (!found) throw refused('token_unknown')
    const { token, isFormer, disabledAt } = found
    const reason = refusalOf(token, isFormer, ctx)
    if (reason) throw refused(reason)
    const membership = memberships.find((each) => each.organisationId === token.organisationId)
    if (disabledAt || !membership) throw refused('token_holder')
    if (!token.lastUsedAt || ctx.now.getTime() - token.lastUsedAt.getTime() >= noteEveryMs)
      await noteUse(tx, token.id, ctx.now, ctx.ip)
    const { organisationId, role, organisationState, projectRoles } = membership
    const { id, name, permissions, mayDestroy, projectIds } = token
    return {
      ...ctx,
      actor: {
        kind: 'account',
        accountId: token.accountId,
        sessionHash: '',
        secondFactorAt: token.secondFactorAt,
        token: { id, name, permissions, mayDestroy },
      },
      membership: narrowMembership({ organisationId, role, organisationState, projectRoles }, projectIds),
    }
  })
}

function refusalOf(token: TokenRow, isFormer: boolean, { now, ip }: OpContext): string | null {
  if (token.revokedAt) return 'token_revoked'
  if (token.expiresAt <= now) return 'token_expired'
  if (isFormer && !(token.formerUntil && token.formerUntil > now)) return 'token_expired'
  return isWithin(token.networks, ip) ? null : 'token_network'
}

/** Whether the address is in one of the ranges; an unknown address is in none. Without ranges every caller is. Pure. */
export function isWithin(networks: readonly string[], ip: string | null): boolean {
  if (networks.length === 0) return true
  const address = ip === null ? null : readAddress(ip)
  if (!address) return false
  return networks.some((each) => {
    const range = readCidr(each)
    if (range?.family !== address.family) return false
    const free = BigInt((range.family === 4 ? 32 : 128) - range.bits)
    return address.value >> free === range.base >> free
  })
}

const refused = (reason: string) => new DomainError('unauthenticated', { params: { reason } })
