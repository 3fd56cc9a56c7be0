import { withStaff } from '~/db/client'
import { recordAudit } from '~/lib/audit'
import { findZone } from '~/lib/catalogue'
import { authorizeStaff } from '~/lib/identity'
import { enqueue } from '~/lib/jobs'
import { DomainError } from '~/lib/kernel/errors'
import { type Id, newId } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { seal } from '~/lib/kernel/secrets/secrets'
import { readAddress, readTrustToken, uniqueAddresses, writeAddress } from '../trust-token'
import { tokenPlace } from './places'
import { findZoneOfFingerprint, findZoneOfSocket, insertHypervisor } from './queries/hypervisors'
import { type AddHypervisorInput, addressesMax } from './schema'

/**
 * Records the hypervisor and enqueues a job that connects to it and reads its resources. The token is sealed and only a
 * worker can open it. Nothing is sold until the reading is confirmed.
 *
 * @throws DomainError `invalid_input` (not a token, or an expired one), `already_exists` (the zone has a
 *   hypervisor, or another zone has this one), `state_forbids` (the zone is simulated)
 */
export async function addHypervisor(
  ctx: OpContext,
  input: AddHypervisorInput,
): Promise<{ id: Id<'hypervisor'> }> {
  authorizeStaff(ctx, 'inventory:change')
  const token = readTrustToken(input.token)
  const address = readAddress(input.address)
  if (!address) throw refusal('address', 'incus_address')
  if (!token) throw refusal('token', 'trust_token')
  if (token.expiresAt !== null && token.expiresAt <= ctx.now) throw refusal('token', 'trust_token_expired')
  const id = newId('hypervisor', ctx.now.getTime())
  await withStaff(ctx, async (tx) => {
    const zone = await findZone(tx, input.zoneCode)
    if (zone && zone.driver !== 'incus')
      throw new DomainError('state_forbids', { field: 'zoneCode', params: { reason: 'zone_simulated' } })
    const { zoneCode, zoneName, city } = input
    const row = {
      id,
      zoneCode,
      zoneName,
      city,
      ...address,
      addresses: uniqueAddresses([writeAddress(address), ...token.addresses]).slice(0, addressesMax),
      fingerprint: token.fingerprint,
      state: 'connecting' as const,
      createdAt: ctx.now,
    }
    const other =
      (await findZoneOfFingerprint(tx, token.fingerprint)) ?? (await findZoneOfSocket(tx, token.fingerprint))
    if (other !== null && other !== zoneCode)
      throw new DomainError('state_forbids', {
        field: 'address',
        params: { reason: 'hypervisor_of_zone', zone: other },
      })
    if (!(await insertHypervisor(tx, row, seal(input.token.trim(), tokenPlace(id)))))
      throw new DomainError('already_exists', { field: 'zoneCode' })
    await recordAudit(tx, ctx, 'hypervisor.added', {
      organisationId: null,
      kind: 'hypervisor',
      id,
      details: { zoneCode, zoneName, city, ...address, fingerprint: token.fingerprint },
    })
    await enqueue(tx, 'read_hypervisor', { hypervisorId: id }, `read:${id}`)
  })
  return { id }
}

const refusal = (field: string, reason: string) =>
  new DomainError('invalid_input', { field, params: { reason } })
