import type { z } from 'zod'
import { type Tx, withStaff } from '~/db/client'
import { recordAudit } from '~/lib/audit'
import { findZone } from '~/lib/catalogue'
import { authorizeStaff, requireFreshProof } from '~/lib/identity'
import { DomainError } from '~/lib/kernel/errors'
import { type Id, newId } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { hashSecret, newSecret } from '~/lib/kernel/secrets/secrets'
import { addSeconds } from '~/lib/kernel/time/clock'
import { endKey, findKeyForUpdate, insertKey } from './queries/keys'
import type { makeMeteringKeyInput, meteringKeyInput } from './schema'

/** How long a replaced key remains valid, so that a zone's meters can be updated one by one. */
const overlapSeconds = 24 * 3_600

/** The secret is shown once; the database stores its hash. */
export type CreatedKey = { id: Id<'meteringKey'>; secret: string }

/**
 * Creates a key for a zone's meters to report outgoing traffic; from then on the worker's own counters are not counted
 * in that zone.
 *
 * @throws DomainError `proof_required`, `not_found`
 */
export async function createMeteringKey(
  ctx: OpContext,
  input: z.output<typeof makeMeteringKeyInput>,
): Promise<CreatedKey> {
  const staffId = authorizeStaff(ctx, 'inventory:change')
  await requireFreshProof(ctx)
  return withStaff(ctx, async (tx) => {
    const zone = await findZone(tx, input.zone)
    if (!zone) throw new DomainError('not_found')
    return insertNewKey(tx, ctx, { zoneId: zone.id, name: input.name, staffId, replaces: null })
  })
}

/**
 * Creates a successor of this key, which remains valid for a day.
 *
 * @throws DomainError `proof_required`, `not_found`, `state_forbids` for one that is expiring already
 */
export async function replaceMeteringKey(
  ctx: OpContext,
  { keyId }: z.output<typeof meteringKeyInput>,
): Promise<CreatedKey> {
  const staffId = authorizeStaff(ctx, 'inventory:change')
  await requireFreshProof(ctx)
  return withStaff(ctx, async (tx) => {
    const key = await findKeyForUpdate(tx, keyId)
    if (!key) throw new DomainError('not_found')
    if (key.endsAt) throw new DomainError('state_forbids', { params: { reason: 'key_ends' } })
    await endKey(tx, keyId, addSeconds(ctx.now, overlapSeconds))
    return insertNewKey(tx, ctx, { zoneId: key.zoneId, name: key.name, staffId, replaces: keyId })
  })
}

/**
 * Revokes this key at once; idempotent.
 *
 * @throws DomainError `proof_required`, `not_found`
 */
export async function revokeMeteringKey(
  ctx: OpContext,
  { keyId }: z.output<typeof meteringKeyInput>,
): Promise<void> {
  authorizeStaff(ctx, 'inventory:change')
  await requireFreshProof(ctx)
  await withStaff(ctx, async (tx) => {
    const key = await findKeyForUpdate(tx, keyId)
    if (!key) throw new DomainError('not_found')
    if (key.endsAt && key.endsAt <= ctx.now) return
    await endKey(tx, keyId, ctx.now)
    await recordAudit(tx, ctx, 'metering_key.withdrawn', {
      organisationId: null,
      kind: 'metering_key',
      id: keyId,
      details: { name: key.name },
    })
  })
}

async function insertNewKey(
  tx: Tx,
  ctx: OpContext,
  key: { zoneId: Id<'zone'>; name: string; staffId: Id<'staff'>; replaces: Id<'meteringKey'> | null },
): Promise<CreatedKey> {
  const { zoneId, name, staffId, replaces } = key
  const id = newId('meteringKey', ctx.now.getTime())
  const secret = `ame_${newSecret()}`
  await insertKey(tx, {
    id,
    zoneId,
    name,
    secretSha256: hashSecret(secret),
    createdAt: ctx.now,
    createdByStaffId: staffId,
  })
  await recordAudit(tx, ctx, replaces ? 'metering_key.replaced' : 'metering_key.made', {
    organisationId: null,
    kind: 'metering_key',
    id,
    details: { name, zoneId, ...(replaces && { replaces }) },
  })
  return { id, secret }
}
