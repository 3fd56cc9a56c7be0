import { withShared } from '~/db/client'
import type { Actor, Membership, OpContext } from '~/lib/kernel/op-context'
import { hashSecret } from '~/lib/kernel/secrets/secrets'
import * as sessions from './queries/sessions'
import { isSessionAlive, touchEverySeconds } from './session-rules'

export type Viewer = {
  email: string
  fullName: string
  locale: 'fr' | 'en'
  hasSecondFactor: boolean
  isEmailVerified: boolean
}
export type MembershipView = Membership & {
  organisationName: string
  organisationKind: 'company' | 'public_body' | 'eu_company'
}
export type ResolvedSession = { actor: Actor; viewer: Viewer; memberships: MembershipView[] }

/**
 * Returns the person behind a session secret on this surface, read from the database at every request; null when the
 * session does not exist, has ended or idled out, or its account is disabled. Use extends the idle limit; requests that
 * an open page sends by itself (`isUse: false`) do not.
 */
export async function resolveSession(
  ctx: OpContext,
  secret: string,
  { isUse }: { isUse: boolean } = { isUse: true },
): Promise<ResolvedSession | null> {
  return ctx.surface === 'operator' ? resolveStaff(ctx, secret, isUse) : resolveAccount(ctx, secret, isUse)
}

/** Whether to record this request as the session's last use. */
const isTouch = (ctx: OpContext, session: { lastSeenAt: Date }, isUse: boolean) =>
  isUse && ctx.now.getTime() - session.lastSeenAt.getTime() >= touchEverySeconds * 1000

async function resolveAccount(
  ctx: OpContext,
  secret: string,
  isUse: boolean,
): Promise<ResolvedSession | null> {
  const sessionHash = hashSecret(secret)
  const row = await withShared(ctx, async (tx) => {
    // Every page waits for this first, so its queries do not wait for each other; the results for an ended session are
    // dropped here.
    const [found, , memberships] = await Promise.all([
      sessions.findAccountSession(tx, sessionHash),
      sessions.enterAccountOfSession(tx, sessionHash),
      sessions.listMemberships(tx),
    ])
    if (!found || !isSessionAlive('account', found, ctx.now)) return null
    if (isTouch(ctx, found, isUse)) await sessions.touchAccountSession(tx, sessionHash, ctx.now)
    return { ...found, memberships }
  })
  if (!row) return null
  const actor: Actor = {
    kind: 'account',
    accountId: row.accountId,
    sessionHash,
    secondFactorAt: row.secondFactorAt,
  }
  return {
    actor,
    memberships: row.memberships,
    viewer: {
      email: row.email,
      fullName: row.fullName,
      locale: row.locale,
      hasSecondFactor: row.totpEnabledAt !== null,
      isEmailVerified: row.emailVerifiedAt !== null,
    },
  }
}

async function resolveStaff(ctx: OpContext, secret: string, isUse: boolean): Promise<ResolvedSession | null> {
  const sessionHash = hashSecret(secret)
  const row = await withShared(ctx, async (tx) => {
    const found = await sessions.findStaffSession(tx, sessionHash)
    if (!found || !isSessionAlive('staff', found, ctx.now)) return null
    if (isTouch(ctx, found, isUse)) await sessions.touchStaffSession(tx, sessionHash, ctx.now)
    return found
  })
  if (!row) return null
  return {
    actor: {
      kind: 'staff',
      staffId: row.staffId,
      sessionHash,
      roles: row.roles,
      secondFactorAt: row.secondFactorAt,
    },
    memberships: [],
    viewer: {
      email: row.email,
      fullName: row.fullName,
      locale: row.locale,
      hasSecondFactor: row.totpEnabledAt !== null,
      isEmailVerified: true,
    },
  }
}

/** Returns the account's membership in `organisationId`, or null. */
export function membershipIn(session: ResolvedSession, organisationId: string): MembershipView | null {
  return session.memberships.find((each) => each.organisationId === organisationId) ?? null
}
