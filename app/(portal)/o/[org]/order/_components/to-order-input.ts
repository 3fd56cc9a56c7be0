import type { BundleView } from '~/lib/catalogue/client'
import { apartByRack, type Cart, type OrderChoice } from '~/lib/ordering/client'

/** What the page sends for a cart: what a storage bundle has not is left out, and so are empty references. */
export function toOrderInput(cart: Cart, bundles: readonly BundleView[]) {
  const filled = Object.entries(cart.references).filter(([, value]) => value?.trim())
  const references = filled.length > 0 ? { costReferences: Object.fromEntries(filled) } : {}
  return {
    lines: cart.lines.map((line) => ({
      ...toLine(
        line,
        bundles.find((each) => each.id === line.bundleId),
      ),
      ...references,
    })),
  }
}

function toLine(line: OrderChoice, bundle: BundleView | undefined) {
  const isStorage = bundle?.kind === 'storage'
  return {
    bundleId: line.bundleId,
    zoneId: line.zoneId,
    ...(isStorage ? {} : { imageId: line.imageId }),
    sshKeyIds: isStorage ? [] : line.sshKeyIds,
    name: line.name,
    quantity: line.quantity,
    ...(isStorage || line.placement === '' ? {} : { placement: placementOf(line.placement) }),
  }
}

function placementOf(choice: string) {
  return choice === apartByRack
    ? { relation: 'apart' as const, level: 'rack' as const, strength: 'must' as const }
    : { groupId: choice }
}
