import { withShared } from '~/db/client'
import { DomainError } from '~/lib/kernel/errors'
import type { OpContext } from '~/lib/kernel/op-context'
import { authorizeEnrolment } from '../person'
import { needsPasswordAgain } from './fresh-session'
import { isSecondFactorMandatory } from './mandatory'
import { enrolmentSecret, enrolmentUri } from './totp'

export type SecondFactorView =
  | { state: 'enabled'; enabledAt: string; unusedRecoveryCodes: number; isMandatory: boolean }
  | {
      state: 'offered'
      /** Base32, for typing by hand. */
      secret: string
      /** `otpauth://…`, for the QR code. */
      uri: string
      isMandatory: boolean
      /** The session is not fresh, so the password is required. */
      needsPassword: boolean
    }

/** Returns the person's second factor, or the data to set one up. `issuer` is the site's name in the authenticator. */
export async function readSecondFactor(ctx: OpContext, issuer: string): Promise<SecondFactorView> {
  const person = authorizeEnrolment(ctx)
  const { directory, id } = person
  const isMandatory = await isSecondFactorMandatory(ctx, person)
  const { row, unused, session } = await withShared(ctx, async (tx) => ({
    row: await directory.people.find(tx, id),
    unused: await directory.recovery.countUnused(tx, id),
    session: await directory.sessions.find(tx, id, person.sessionHash),
  }))
  if (!row || !session) throw new DomainError('unauthenticated')
  if (row.totpEnabledAt) {
    const enabledAt = row.totpEnabledAt.toISOString()
    return { state: 'enabled', enabledAt, unusedRecoveryCodes: unused, isMandatory }
  }
  const secret = enrolmentSecret(directory.kind, id, person.sessionHash)
  const uri = enrolmentUri(secret, row.email, issuer)
  return { state: 'offered', secret, uri, isMandatory, needsPassword: needsPasswordAgain(session, ctx.now) }
}
