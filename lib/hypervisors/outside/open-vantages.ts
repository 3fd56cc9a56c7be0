import { withSystem } from '~/db/client'
import { authorizeSystem } from '~/lib/identity'
import type { OpContext } from '~/lib/kernel/op-context'
import { unseal } from '~/lib/kernel/secrets/secrets'
import type { OpenVantage } from './ask-vantage'
import { vantageKeyPlace } from './places'
import { listVantages } from './queries/outside-vantages'

/** The vantages outside the zones, with their keys. */
export async function openVantages(ctx: OpContext): Promise<OpenVantage[]> {
  authorizeSystem(ctx)
  const rows = await withSystem(ctx, listVantages)
  return rows.map(({ id, keySealed, name, endpoint, source, fingerprint, certificate }) => ({
    ...{ name, endpoint, source, fingerprint, certificate },
    privateKey: unseal(keySealed, vantageKeyPlace(id)),
  }))
}
