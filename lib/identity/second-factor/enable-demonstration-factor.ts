import { ScureBase32Plugin } from 'otplib'
import type { Tx } from '~/db/client'
import type { OpContext } from '~/lib/kernel/op-context'
import { deriveBytes, seal } from '~/lib/kernel/secrets/secrets'
import { authorizeSystem } from '../authorize'
import { directoryOf, type PersonKind } from '../person'
import { signInPurpose, totpPlace } from './totp'

/**
 * Gives a demonstration account or member of staff a second factor without scanning; `andromede code` prints its codes.
 * Run by the seed, on the person's surface.
 */
export async function enableDemonstrationFactor(tx: Tx, ctx: OpContext, personId: string): Promise<void> {
  authorizeSystem(ctx)
  const { kind, people } = directoryOf(ctx)
  await people.enableTotp(tx, personId, sealedDemonstrationSecret(kind, personId), 0n, ctx.now)
}

/** As the person's row stores it. */
export function sealedDemonstrationSecret(kind: PersonKind, personId: string): string {
  const bytes = deriveBytes(signInPurpose(kind), `totp-demonstration:${kind}:${personId}`)[0].subarray(0, 20)
  const secret = new ScureBase32Plugin().encode(bytes, { padding: false })
  return seal(secret, totpPlace(kind, personId))
}
