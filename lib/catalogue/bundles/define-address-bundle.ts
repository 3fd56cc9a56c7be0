import { withShared } from '~/db/client'
import { recordAudit } from '~/lib/audit'
import { DomainError } from '~/lib/kernel/errors'
import { type Id, newId } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { authorizeCatalogueChange } from '../authorize-change'
import { insertBundle } from '../queries/catalogue'
import { type DefineServiceBundleInput, defineServiceBundleInput } from '../schema'

/**
 * Defines the bundle under which public addresses are sold, once its meter has a price in force.
 *
 * @throws DomainError `name_taken` about `slug`
 */
export const defineAddressBundle = (ctx: OpContext, input: DefineServiceBundleInput): Promise<Id<'bundle'>> =>
  defineServiceBundle(ctx, 'address', input)

/** The same for load balancers. @throws DomainError `name_taken` about `slug` */
export const defineBalancerBundle = (
  ctx: OpContext,
  input: DefineServiceBundleInput,
): Promise<Id<'bundle'>> => defineServiceBundle(ctx, 'balancer', input)

async function defineServiceBundle(
  ctx: OpContext,
  kind: 'address' | 'balancer',
  raw: DefineServiceBundleInput,
): Promise<Id<'bundle'>> {
  authorizeCatalogueChange(ctx)
  const input = defineServiceBundleInput.parse(raw)
  const id = newId('bundle', ctx.now.getTime())
  const nothing = { vcpu: 0, memoryMib: 0, rootDiskGib: 0, volumeGib: 0 }
  await withShared(ctx, async (tx) => {
    const isNew = await insertBundle(tx, { id, kind, family: kind, ...nothing, ...input })
    if (!isNew) throw new DomainError('name_taken', { field: 'slug' })
    await recordAudit(tx, ctx, 'bundle.defined', {
      organisationId: null,
      kind: 'bundle',
      id,
      details: { kind, ...input },
    })
  })
  return id
}
