import { type Tx, withShared } from '~/db/client'
import { recordAudit } from '~/lib/audit'
import { DomainError } from '~/lib/kernel/errors'
import { count } from '~/lib/kernel/metrics/recorder'
import { callerNetwork } from '~/lib/kernel/net/caller-network'
import type { OpContext } from '~/lib/kernel/op-context'
import { verifyPassword } from '../credentials/password-hash'
import type { SignInInput } from '../credentials/schema'
import { type Directory, directoryOf, personEvent, personSubject } from '../person'
import type { PersonRow } from '../queries/credentials'
import { callerKey } from '../rate-limits'
import { countEvent, forgetEvents, uncountEvent } from '../rate-limits/limiter'
import { spendSecondFactorCode } from '../second-factor/spend-code'
import { issueDeviceToken, readDeviceToken } from './known-device'
import { openSignedIn } from './open-signed-in'

export type SignInOutcome =
  | { outcome: 'signed_in'; sessionSecret: string; deviceToken: string; needsEnrolment: boolean }
  | { outcome: 'second_factor_required' }
  | { outcome: 'second_factor_refused' }
  | { outcome: 'refused' }
  | { outcome: 'rate_limited'; retryAfterSeconds: number }

/** Sent by the browser in addition to the typed credentials: its name, and the token of an earlier sign-in. */
type Browser = { userAgent: string | null; deviceToken: string | null }

/**
 * Signs a person in on the surface of the context: an account on the customers' site, staff on the operator's. An
 * unknown address, a wrong password and a disabled account take the same path and time. A session exists afterwards
 * only with outcome `signed_in`; its id is new.
 */
export async function signIn(ctx: OpContext, given: SignInInput & Partial<Browser>): Promise<SignInOutcome> {
  const answer = await attempt(ctx, given)
  count('signIns', { outcome: answer.outcome })
  return answer
}

async function attempt(
  ctx: OpContext,
  { email, password, code, ...browser }: SignInInput & Partial<Browser>,
): Promise<SignInOutcome> {
  const directory = directoryOf(ctx)
  const counters = signInCounters(ctx, email, browser.deviceToken ?? null)
  const userAgent = browser.userAgent ?? null
  try {
    const limited = await countAttempt(ctx, counters)
    if (limited) return limited
    const found = await withShared(ctx, (tx) => directory.people.findByEmail(tx, email))
    const isRight = await verifyPassword(found?.passwordHash ?? null, password)
    if (!found || !isRight || found.disabledAt) return await refuse(ctx, directory, found)
    await forgetAttempt(ctx, counters)
    const person = { ...found, deviceToken: issueDeviceToken(counters.owner, ctx.now, counters.deviceId) }
    if (!found.totpEnabledAt)
      return await withShared(ctx, (tx) => open(tx, ctx, directory, person, userAgent, null))
    if (!code) return { outcome: 'second_factor_required' }
    return await signInWithCode(ctx, directory, person, { code, userAgent, deviceId: counters.deviceId })
  } catch (error) {
    if (error instanceof DomainError && error.code === 'rate_limited')
      return { outcome: 'rate_limited', retryAfterSeconds: Number(error.params.retryAfterSeconds ?? 30) }
    throw error
  }
}

type Counters = ReturnType<typeof signInCounters>

/**
 * Returns the counters of failed passwords. A browser that signed in as this person before has its own counter; any
 * other counts for its network and, with a far higher limit, for the e-mail address over all networks.
 */
function signInCounters(ctx: OpContext, email: string, deviceToken: string | null) {
  const owner = { surface: ctx.surface, email }
  const deviceId = readDeviceToken(owner, deviceToken, ctx.now) ?? undefined
  return {
    owner,
    deviceId,
    near: deviceId ? `${email} device ${deviceId}` : `${email} ${callerNetwork(ctx.ip)}`,
    everywhere: deviceId ? null : email,
  }
}

/** Counts every attempt before its password is checked: otherwise parallel guesses would all pass. */
async function countAttempt(ctx: OpContext, { near, everywhere }: Counters) {
  let counted = await countEvent(ctx.surface, 'sign_in_attempts', callerKey(ctx))
  if (counted.isAllowed) counted = await countEvent(ctx.surface, 'sign_in_failures', near)
  if (counted.isAllowed && everywhere)
    counted = await countEvent(ctx.surface, 'sign_in_failures_everywhere', everywhere)
  return counted.isAllowed
    ? null
    : ({ outcome: 'rate_limited', retryAfterSeconds: counted.retryAfterSeconds } as const)
}

/**
 * Clears the browser's or network's own count after a right password. Failures from elsewhere stay counted, or guessing
 * would be free.
 */
async function forgetAttempt(ctx: OpContext, { near, everywhere }: Counters): Promise<void> {
  await forgetEvents(ctx.surface, 'sign_in_failures', near)
  if (everywhere) await uncountEvent(ctx.surface, 'sign_in_failures_everywhere', everywhere)
}

type KnownPerson = PersonRow & { deviceToken: string }

async function signInWithCode(
  ctx: OpContext,
  directory: Directory,
  person: KnownPerson,
  given: { code: string; userAgent: string | null; deviceId: string | undefined },
): Promise<SignInOutcome> {
  const key = given.deviceId ? `${person.id} device ${given.deviceId}` : person.id
  const counted = await countEvent(ctx.surface, 'second_factor_failures', key)
  if (!counted.isAllowed) return { outcome: 'rate_limited', retryAfterSeconds: counted.retryAfterSeconds }
  const opened = await withShared(ctx, async (tx) => {
    const spent = await spendSecondFactorCode(tx, ctx, directory, person.id, given.code)
    return spent === 'refused' ? null : open(tx, ctx, directory, person, given.userAgent, ctx.now)
  })
  if (!opened) {
    await refuse(ctx, directory, person, 'second_factor')
    return { outcome: 'second_factor_refused' }
  }
  await forgetEvents(ctx.surface, 'second_factor_failures', key)
  return opened
}

async function open(
  tx: Tx,
  ctx: OpContext,
  directory: Directory,
  person: KnownPerson,
  userAgent: string | null,
  secondFactorAt: Date | null,
): Promise<SignInOutcome> {
  const sessionSecret = await openSignedIn(tx, ctx, directory, person.id, { secondFactorAt, userAgent })
  return {
    outcome: 'signed_in',
    sessionSecret,
    deviceToken: person.deviceToken,
    needsEnrolment: directory.kind === 'staff' && secondFactorAt === null,
  }
}

async function refuse(
  ctx: OpContext,
  directory: Directory,
  person: PersonRow | null,
  step: 'password' | 'second_factor' = 'password',
): Promise<SignInOutcome> {
  await withShared(ctx, (tx) =>
    recordAudit(
      tx,
      ctx,
      personEvent(directory, 'sign_in_refused'),
      personSubject(directory, person?.id ?? 'unknown', { step }),
    ),
  )
  return { outcome: 'refused' }
}
