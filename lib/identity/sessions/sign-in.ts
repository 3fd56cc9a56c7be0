import { type Tx, withShared } from '~/db/client'
import type { PersonRow } from '~/db/queries/identity/credentials'
import { recordAudit } from '~/lib/audit'
import { DomainError } from '~/lib/kernel/errors'
import type { OpContext } from '~/lib/kernel/op-context'
import { verifyPassword } from '../credentials/password-hash'
import type { SignInInput } from '../credentials/schema'
import { type Directory, directoryOf, personEvent, personSubject } from '../person'
import { callerKey } from '../rate-limits'
import { countEvent, forgetEvents } from '../rate-limits/limiter'
import { spendSecondFactorCode } from '../second-factor/spend-code'
import { openSession } from './open-session'

export type SignInOutcome =
  | { outcome: 'signed_in'; sessionSecret: string; needsEnrolment: boolean }
  | { outcome: 'second_factor_required' }
  | { outcome: 'second_factor_refused' }
  | { outcome: 'refused' }
  | { outcome: 'rate_limited'; retryAfterSeconds: number }

/**
 * Sign a person in on the surface of the context: an account on the customers' site, staff on the
 * operator's. An unknown address, a wrong password and a disabled account take the same path and time.
 * A session exists afterwards only with outcome `signed_in`; its id is new.
 */
export async function signIn(
  ctx: OpContext,
  input: SignInInput & { userAgent?: string | null },
): Promise<SignInOutcome> {
  const directory = directoryOf(ctx)
  try {
    const limited = await countAttempt(ctx, input.email)
    if (limited) return limited
    const found = await withShared(ctx, (tx) => directory.people.findByEmail(tx, input.email))
    const isRight = await verifyPassword(found?.passwordHash ?? null, input.password)
    if (!found || !isRight || found.disabledAt) return await refuse(ctx, directory, found)
    await forgetEvents(ctx.surface, 'sign_in_failures', input.email)
    if (!found.totpEnabledAt)
      return await withShared(ctx, (tx) => open(tx, ctx, directory, found, input.userAgent ?? null, null))
    if (!input.code) return { outcome: 'second_factor_required' }
    return await signInWithCode(ctx, directory, found, input.code, input.userAgent ?? null)
  } catch (error) {
    if (error instanceof DomainError && error.code === 'rate_limited')
      return { outcome: 'rate_limited', retryAfterSeconds: Number(error.params.retryAfterSeconds ?? 30) }
    throw error
  }
}

/** Every attempt counts before its password is looked at: otherwise parallel guesses would all pass. */
async function countAttempt(ctx: OpContext, email: string) {
  const byCaller = await countEvent(ctx.surface, 'sign_in_attempts', callerKey(ctx))
  const counted = byCaller.isAllowed ? await countEvent(ctx.surface, 'sign_in_failures', email) : byCaller
  return counted.isAllowed
    ? null
    : ({ outcome: 'rate_limited', retryAfterSeconds: counted.retryAfterSeconds } as const)
}

async function signInWithCode(
  ctx: OpContext,
  directory: Directory,
  person: PersonRow,
  code: string,
  userAgent: string | null,
): Promise<SignInOutcome> {
  const counted = await countEvent(ctx.surface, 'second_factor_failures', person.id)
  if (!counted.isAllowed) return { outcome: 'rate_limited', retryAfterSeconds: counted.retryAfterSeconds }
  const opened = await withShared(ctx, async (tx) => {
    const spent = await spendSecondFactorCode(tx, ctx, directory, person.id, code)
    return spent === 'refused' ? null : open(tx, ctx, directory, person, userAgent, ctx.now)
  })
  if (!opened) {
    await refuse(ctx, directory, person, 'second_factor')
    return { outcome: 'second_factor_refused' }
  }
  await forgetEvents(ctx.surface, 'second_factor_failures', person.id)
  return opened
}

async function open(
  tx: Tx,
  ctx: OpContext,
  directory: Directory,
  person: PersonRow,
  userAgent: string | null,
  secondFactorAt: Date | null,
): Promise<SignInOutcome> {
  const sessionSecret = await openSession(tx, ctx, directory, person.id, { secondFactorAt, userAgent })
  const subject = personSubject(directory, person.id, { secondFactor: secondFactorAt !== null })
  await recordAudit(tx, ctx, personEvent(directory, 'signed_in'), subject)
  return {
    outcome: 'signed_in',
    sessionSecret,
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
