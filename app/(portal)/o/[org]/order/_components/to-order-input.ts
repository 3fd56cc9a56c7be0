import type { BundleView } from '~/lib/catalogue/client'
import { apartByRack, type OrderChoice } from '~/lib/ordering/client'

/** What the page sends for a choice: what a storage bundle has not is left out, and so are empty references. */
export function toOrderInput(choice: OrderChoice, bundle: BundleView | undefined) {
  const isStorage = bundle?.kind === 'storage'
  const filled = Object.entries(choice.references).filter(([, value]) => value.trim() !== '')
  return {
    lines: [
      {
        bundleId: choice.bundleId,
        zoneId: choice.zoneId,
        ...(isStorage ? {} : { imageId: choice.imageId }),
        sshKeyIds: isStorage ? [] : choice.sshKeyIds,
        name: choice.name,
        quantity: choice.quantity,
        ...(isStorage || choice.placement === '' ? {} : { placement: placementOf(choice.placement) }),
        ...(filled.length > 0 ? { costReferences: Object.fromEntries(filled) } : {}),
      },
    ],
  }
}

function placementOf(choice: string) {
  return choice === apartByRack
    ? { relation: 'apart' as const, level: 'rack' as const, strength: 'must' as const }
    : { groupId: choice }
}
