import { withOrganisation } from '~/db/client'
import { findBundle, listBundles } from '~/lib/catalogue'
import type { BundleView } from '~/lib/catalogue/client'
import { authorize } from '~/lib/identity'
import type { Id } from '~/lib/kernel/ids'
import { monthlyCents } from '~/lib/kernel/money'
import type { OpContext } from '~/lib/kernel/op-context'
import { readInstanceBundle } from '../common/read-resource'
import { ownMicroCents, type ResizeRefusal, refuseResize, refuseWithinTerm } from './resize-rules'

/** A bundle that a server could be changed to, or the reason why not; cents of a full month of the server's part. */
export type ResizeChoice = {
  bundleId: Id<'bundle'>
  name: string
  vcpu: number
  memoryMib: number
  rootDiskGib: number
  monthlyCents: string
  refusal: ResizeRefusal | null
}

/**
 * Bundles of the kind of a server's own, with why each that does not suit does not. Room on the host is not
 * looked at here: it is decided when asked for.
 *
 * @throws DomainError `not_found`
 */
export async function listResizeChoices(
  ctx: OpContext,
  input: { instanceId: Id<'instance'> },
): Promise<ResizeChoice[]> {
  authorize(ctx, 'instance:read')
  return withOrganisation(ctx, async (tx) => {
    const { bundleId, commitmentId } = await readInstanceBundle(tx, input.instanceId)
    const from = await findBundle(tx, bundleId, ctx.now)
    if (!from) return []
    const bundles = await listBundles(tx, ctx.now)
    const refusalOf = (to: BundleView) =>
      refuseResize(from, to) ?? (commitmentId ? refuseWithinTerm(from, to) : null)
    return bundles
      .map((bundle) => toChoice(bundle, refusalOf(bundle)))
      .filter((choice) => choice.refusal !== 'other_kind')
  })
}

function toChoice(bundle: BundleView, refusal: ResizeRefusal | null): ResizeChoice {
  return {
    bundleId: bundle.id,
    name: bundle.name,
    vcpu: bundle.vcpu,
    memoryMib: bundle.memoryMib,
    rootDiskGib: bundle.rootDiskGib,
    monthlyCents: String(monthlyCents(ownMicroCents(bundle))),
    refusal,
  }
}
