import { withSystem } from '~/db/client'
import type { OpContext } from '~/lib/kernel/op-context'
import { unseal } from '~/lib/kernel/secrets/secrets'
import { afnorPlatform } from './afnor-platform'
import { chorusProPlatform } from './chorus-pro-platform'
import { embeddedPlatform } from './embedded-platform'
import type { EInvoicePlatform } from './platform'
import { findConnection } from './queries/deliveries'
import { accountPlace, secretPlace } from './secret-place'

const timeoutMs = 30_000

/** The platform configured for a channel, or the embedded one. */
export async function platformFor(
  ctx: OpContext,
  channel: 'chorus_pro' | 'platform',
): Promise<EInvoicePlatform> {
  const row = await withSystem(ctx, (tx) => findConnection(tx, channel))
  if (!row) return embeddedPlatform(ctx)
  const options = {
    baseUrl: row.baseUrl,
    tokenUrl: row.tokenUrl,
    clientId: row.clientId,
    clientSecret: unseal(row.clientSecretSealed, secretPlace(channel)),
    timeoutMs,
    clock: () => ctx.now.getTime(),
  }
  if (channel === 'platform' || row.accountSealed === null) return afnorPlatform(options)
  return chorusProPlatform({ ...options, account: unseal(row.accountSealed, accountPlace) })
}
