import type { BundleView } from '~/lib/catalogue/client'
import { isId } from '~/lib/kernel/ids'
import {
  apartByRack,
  type Cart,
  type OrderChoice,
  type PublicFamilies,
  readSources,
  sshAccessOf,
} from '~/lib/ordering/client'

type Given = {
  bundles: readonly BundleView[]
  callerAddress: string | null
  familiesOf: (line: OrderChoice) => PublicFamilies
}

/** The request for a cart: without fields that storage bundles lack and without empty references. */
export function toOrderInput(cart: Cart, given: Given) {
  const filled = Object.entries(cart.references).filter(([, value]) => value?.trim())
  // A separate object for each line: a shared one would be sent as a reference, which the server rejects.
  const references = () => (filled.length > 0 ? { costReferences: Object.fromEntries(filled) } : {})
  return {
    ...(cart.projectId ? { projectId: cart.projectId } : {}),
    ...(cart.promotionCode?.trim() ? { promotionCode: cart.promotionCode.trim() } : {}),
    lines: cart.lines.map((line) => ({
      ...toLine(line, given),
      ...references(),
    })),
  }
}

function toLine(line: OrderChoice, { bundles, callerAddress, familiesOf }: Given) {
  const isStorage = bundles.find((each) => each.id === line.bundleId)?.kind === 'storage'
  const families = familiesOf(line)
  return {
    bundleId: line.bundleId,
    zoneId: line.zoneId,
    ...(isStorage ? {} : imageOf(line.imageId)),
    sshKeyIds: isStorage ? [] : [...line.sshKeyIds],
    ...(isStorage || !line.userData ? {} : { userData: line.userData }),
    name: line.name,
    quantity: line.quantity,
    ...(isStorage || line.placement === '' ? {} : { placement: placementOf(line.placement) }),
    ...(families.v4 ? { publicAddress: true as const } : {}),
    ...(families.v4 || families.v6 ? sshAccessInput(line, callerAddress, families) : {}),
    ...(isStorage || !line.networkId ? {} : networkOf(line)),
    ...(line.termMonths
      ? { commitment: { termMonths: line.termMonths, renewal: line.renewal ?? ('hourly' as const) } }
      : {}),
  }
}

function networkOf({ networkId = '', privateAddress }: OrderChoice) {
  return { networkId, ...(privateAddress?.trim() ? { privateAddress: privateAddress.trim() } : {}) }
}

function sshAccessInput(line: OrderChoice, callerAddress: string | null, families: PublicFamilies) {
  const from = sshAccessOf(line, callerAddress, families)
  switch (from) {
    case 'caller':
      return { sshAccess: { from } }
    case 'list':
      return { sshAccess: { from, sources: readSources(line.sshSources ?? '') } }
    case 'everyone':
      return { sshAccess: { from, ...(line.isEveryoneConfirmed ? { confirm: true as const } : {}) } }
    case 'nobody':
      return {}
  }
}

/** Private images are recognised by their id. */
const imageOf = (id: string) => (isId('privateImage', id) ? { fromImageId: id } : { imageId: id })

function placementOf(choice: string) {
  return choice === apartByRack
    ? { relation: 'apart' as const, level: 'rack' as const, strength: 'must' as const }
    : { groupId: choice }
}
