import { withShared } from '~/db/client'
import { DomainError } from '~/lib/kernel/errors'
import type { OpContext } from '~/lib/kernel/op-context'
import { unseal } from '~/lib/kernel/secrets'
import { authorizeSystem } from '../authorize'
import { directoryOf } from '../person'
import { totpCode, totpPlace } from './totp'

/**
 * The code that an authenticator would show now for this person, so that a demonstration can be tried
 * without one. It takes the installation's own encryption key, with which anybody could do the same.
 *
 * @throws DomainError `not_found` when nobody with that address has a second factor on this surface
 */
export async function readDemonstrationCode(ctx: OpContext, input: { email: string }): Promise<string> {
  authorizeSystem(ctx)
  const directory = directoryOf(ctx)
  const row = await withShared(ctx, (tx) => directory.people.findByEmail(tx, input.email))
  if (!row?.totpSecretSealed) throw new DomainError('not_found')
  return totpCode(unseal(row.totpSecretSealed, totpPlace(directory.kind, row.id)), ctx.now)
}
