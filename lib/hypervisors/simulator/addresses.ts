import type { AddressSpec, CallOptions, SurveyedAddress } from '../port/driver'
import { DriverError, deadlineError } from '../port/driver-error'
import { hypervisorName, resourceIdOf } from '../port/names'
import { strike } from './observe'
import { getOwnInstance, instanceSubject } from './own-objects'
import {
  deleteAddress,
  findSimulatedAddress,
  listAddressesOfZone,
  lockNames,
  upsertAddress,
} from './queries/index'
import { type Simulator, transact } from './simulator'

const targetOf = (address: string) => `address:${address}`

export async function directAddress(
  simulator: Simulator,
  spec: AddressSpec,
  { signal }: CallOptions,
): Promise<void> {
  if (signal.aborted) throw deadlineError(signal)
  const { addressId, organisationId, address, instanceId } = spec
  await transact(simulator, async (tx) => {
    await lockNames(tx, [targetOf(address)])
    const instance = await getOwnInstance(tx, simulator, instanceId)
    await strike(tx, 'directAddress', instanceSubject(instanceId, instance))
    const found = await findSimulatedAddress(tx, address)
    if (found && found.installation !== simulator.installation)
      throw new DriverError('conflict_not_ours', {
        rawText: `the address ${address} is directed by another installation`,
      })
    await upsertAddress(tx, {
      address,
      resourceId: addressId,
      organisationId,
      installation: simulator.installation,
      zoneCode: instance.zoneCode,
      leadsTo: instance.name,
    })
  })
}

export async function undirectAddress(
  simulator: Simulator,
  { addressId, address }: Pick<AddressSpec, 'addressId' | 'address'>,
  { signal }: CallOptions,
): Promise<void> {
  if (signal.aborted) throw deadlineError(signal)
  await transact(simulator, async (tx) => {
    await lockNames(tx, [targetOf(address)])
    await strike(tx, 'undirectAddress', { ...instanceSubject(addressId, null), target: targetOf(address) })
    const found = await findSimulatedAddress(tx, address)
    if (found?.installation === simulator.installation && found.resourceId === addressId)
      await deleteAddress(tx, address)
  })
}

export async function surveyAddresses(
  simulator: Simulator,
  zoneCode: string,
  { signal }: CallOptions,
): Promise<SurveyedAddress[]> {
  if (signal.aborted) throw deadlineError(signal)
  const rows = await transact(simulator, (tx) => listAddressesOfZone(tx, zoneCode, simulator.installation))
  return rows.map(({ resourceId, organisationId, address, leadsTo }) => ({
    addressId: resourceId ?? '',
    organisationId: organisationId ?? '',
    address,
    instanceId: resourceIdOf(leadsTo) ?? hypervisorName(leadsTo),
  }))
}
