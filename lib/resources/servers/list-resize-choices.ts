import { withOrganisation } from '~/db/client'
import { findBundle, listBundles } from '~/lib/catalogue'
import type { BundleView } from '~/lib/catalogue/client'
import { authorize } from '~/lib/identity'
import type { Id } from '~/lib/kernel/ids'
import { monthlyCents } from '~/lib/kernel/money'
import type { OpContext } from '~/lib/kernel/op-context'
import { readInstanceBundle } from '../common/read-resource'
import { ownMicroCents, type ResizeRefusal, refuseResize, refuseWithinTerm } from './resize-rules'

/** A bundle for a resize, or why it is refused; cents of a full month for the server's part. */
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
 * Bundles of the same kind as the server's own, with the reason where one is refused. Free capacity of the
 * host is not checked here; the request checks it.
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
