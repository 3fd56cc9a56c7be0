import { withShared } from '~/db/client'
import { DomainError, invariant } from '~/lib/kernel/errors'
import type { OpContext } from '~/lib/kernel/op-context'
import { unseal } from '~/lib/kernel/secrets'
import { authorizeSystem } from '../authorize'
import { directoryOf } from '../person'
import { totpCode, totpPlace } from './totp'

/**
 * The code that an authenticator would show now for this person, so that a demonstration can be tried
 * without one. Embedded installations only; it needs the installation's own encryption key.
 *
 * @throws DomainError `not_found` when nobody with that address has a second factor on this surface
 */
export async function readDemonstrationCode(
  ctx: OpContext,
  input: { email: string; isEmbedded: boolean },
): Promise<string> {
  authorizeSystem(ctx)
  invariant(input.isEmbedded, 'codes are told in the embedded mode only')
  const directory = directoryOf(ctx)
  const row = await withShared(ctx, (tx) => directory.people.findByEmail(tx, input.email))
  if (!row?.totpSecretSealed) throw new DomainError('not_found')
  return totpCode(unseal(row.totpSecretSealed, totpPlace(directory.kind, row.id)), ctx.now)
}
