import { withShared } from '~/db/client'
import { DomainError } from '~/lib/kernel/errors'
import type { OpContext } from '~/lib/kernel/op-context'
import { unseal } from '~/lib/kernel/secrets/secrets'
import { authorizeSystem } from '../authorize'
import { directoryOf } from '../person'
import { totpCode, totpPlace } from './totp'

/**
 * Returns the code that this person's authenticator would show now, so that a demonstration works without one. Needs
 * the installation's encryption key, with which anyone could compute the same.
 *
 * @throws DomainError `not_found` when no person with that address has a second factor on this surface
 */
export async function readDemonstrationCode(ctx: OpContext, input: { email: string }): Promise<string> {
  authorizeSystem(ctx)
  const directory = directoryOf(ctx)
  const row = await withShared(ctx, (tx) => directory.people.findByEmail(tx, input.email))
  if (!row?.totpSecretSealed) throw new DomainError('not_found')
  return totpCode(unseal(row.totpSecretSealed, totpPlace(directory.kind, row.id)), ctx.now)
}
