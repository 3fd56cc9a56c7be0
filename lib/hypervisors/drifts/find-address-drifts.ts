import type { SurveyedAddress } from '../port/driver'
import type { Drift } from './find-drifts'

/** `isBusy`: the change of its target is still being applied on the hypervisor. */
export type ExpectedAddress = {
  id: string
  organisationId: string
  address: string
  instanceId: string | null
  isBusy: boolean
}

/** Finds public addresses that lead somewhere they should not, or do not lead where they should. Pure. */
export function findAddressDrifts(
  expected: readonly ExpectedAddress[],
  found: readonly SurveyedAddress[],
): Drift[] {
  const drifts: Drift[] = []
  const rows = new Map(expected.map((row) => [row.id, row]))
  for (const { id, organisationId, address, instanceId, isBusy } of expected) {
    if (isBusy || instanceId === null) continue
    const seen = found.find((each) => each.addressId === id && each.address === address)
    const about = { subject: id, organisationId, remedy: { do: 'direct_again' } as const }
    if (!seen)
      drifts.push({ ...about, kind: 'public_address_missing', details: { address, expected: instanceId } })
    else if (seen.instanceId !== instanceId)
      drifts.push({
        ...about,
        kind: 'public_address_misdirected',
        details: { address, expected: instanceId, found: seen.instanceId },
      })
  }
  for (const { addressId, organisationId, address, instanceId } of found) {
    const row = rows.get(addressId)
    if (row?.isBusy || row?.instanceId) continue
    drifts.push({
      kind: 'public_address_unknown',
      subject: addressId,
      organisationId,
      details: { name: address, address, found: instanceId },
      // A row without a server orders the deletion; without a row nothing does.
      remedy: { do: row ? 'delete' : 'quarantine', kind: 'address', address },
    })
  }
  return drifts
}
