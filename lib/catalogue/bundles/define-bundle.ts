import { withShared } from '~/db/client'
import { recordAudit } from '~/lib/audit'
import { DomainError } from '~/lib/kernel/errors'
import { type Id, newId } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { authorizeCatalogueChange } from '../authorize-change'
import { insertBundle } from '../queries/catalogue'
import { type DefineBundleInput, defineBundleInput } from '../schema'
import { type BundleKind, machineLabel } from '../views'

type Parts = Pick<DefineBundleInput, 'vcpu' | 'memoryMib' | 'rootDiskGib' | 'volumeGib' | 'volumeClass'>

/**
 * Defines a bundle, which is on sale once each of its meters has a price in force. Its parts determine its kind.
 *
 * @throws DomainError `invalid_input` when a part is incomplete, `name_taken` about `slug`
 */
export async function defineBundle(ctx: OpContext, raw: DefineBundleInput): Promise<Id<'bundle'>> {
  authorizeCatalogueChange(ctx)
  const input = defineBundleInput.parse(raw)
  const kind = bundleKind(input)
  if (!kind)
    throw new DomainError('invalid_input', { field: missingPart(input), params: { reason: 'bundle_parts' } })
  const id = newId('bundle', ctx.now.getTime())
  const requiredLabels = withMachineLabel(input.instanceType, input.requiredLabels)
  await withShared(ctx, async (tx) => {
    const isNew = await insertBundle(tx, { id, kind, ...input, requiredLabels })
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

/** Adds the label that hosts for virtual machines need. Pure. */
export function withMachineLabel(
  instanceType: 'container' | 'virtual-machine',
  labels: Record<string, string>,
): Record<string, string> {
  return instanceType === 'virtual-machine' ? { ...labels, ...machineLabel } : labels
}

/** Returns the field that is missing in an incomplete part, or in a bundle without parts. Pure. */
function missingPart(parts: Parts): keyof Parts {
  if (parts.volumeGib > 0 && !parts.volumeClass) return 'volumeClass'
  if (parts.volumeClass && parts.volumeGib === 0) return 'volumeGib'
  const names = ['vcpu', 'memoryMib', 'rootDiskGib'] as const
  return names.find((name) => parts[name] === 0) ?? 'vcpu'
}

/** Returns the kind for these parts, or null when a part is incomplete. Pure. */
export function bundleKind(parts: Parts): BundleKind | null {
  const compute = [parts.vcpu, parts.memoryMib, parts.rootDiskGib].filter((each) => each > 0).length
  const hasVolume = parts.volumeGib > 0
  if (hasVolume !== Boolean(parts.volumeClass)) return null
  if (compute === 3) return hasVolume ? 'combined' : 'compute'
  return compute === 0 && hasVolume ? 'storage' : null
}
