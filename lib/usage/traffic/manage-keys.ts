import type { z } from 'zod'
import { type Tx, withStaff } from '~/db/client'
import { recordAudit } from '~/lib/audit'
import { findZone } from '~/lib/catalogue'
import { authorizeStaff, requireFreshProof } from '~/lib/identity'
import { DomainError } from '~/lib/kernel/errors'
import { type Id, newId } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { hashSecret, newSecret } from '~/lib/kernel/secrets'
import { addSeconds } from '~/lib/kernel/time/clock'
import { endKey, findKeyForUpdate, insertKey } from './queries/keys'
import type { makeMeteringKeyInput, meteringKeyInput } from './schema'

/** How long a key that was replaced still opens: the meters of a zone are not all told at once. */
const overlapSeconds = 24 * 3_600

/** The secret is shown once: of it the database keeps a hash. */
export type MadeKey = { id: Id<'meteringKey'>; secret: string }

/**
 * A key with which the meters of a zone hand in what left its servers; from then on the worker's own counters are not
 * counted there.
 *
 * @throws DomainError `proof_required`, `not_found`
 */
export async function makeMeteringKey(
  ctx: OpContext,
  input: z.output<typeof makeMeteringKeyInput>,
): Promise<MadeKey> {
  const staffId = authorizeStaff(ctx, 'inventory:change')
  await requireFreshProof(ctx)
  return withStaff(ctx, async (tx) => {
    const zone = await findZone(tx, input.zone)
    if (!zone) throw new DomainError('not_found')
    return insertNewKey(tx, ctx, { zoneId: zone.id, name: input.name, staffId, replaces: null })
  })
}

/**
 * Another key takes the place of this one, which still opens for a day.
 *
 * @throws DomainError `proof_required`, `not_found`, `state_forbids` for one that ends already
 */
export async function replaceMeteringKey(
  ctx: OpContext,
  { keyId }: z.output<typeof meteringKeyInput>,
): Promise<MadeKey> {
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

/** This key opens nothing any more, from now on. Repeating changes nothing. @throws DomainError `proof_required`, `not_found` */
export async function withdrawMeteringKey(
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
): Promise<MadeKey> {
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
