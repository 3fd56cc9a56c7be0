import { DomainError } from '~/lib/kernel/errors'
import { sellableVcpu } from './schema'

type Capacity = {
  vcpuPhysical: number
  vcpuOvercommitPercent: number
  vcpuReserved: number
  memoryMibPhysical: number
  memoryMibReserved: number
  diskGibPhysical: number
  diskGibReserved: number
}
export type HostAmounts = Capacity & { vcpuFree: number; memoryMibFree: number; diskGibFree: number }

export type Shrinking = { field: keyof Capacity; claimed: number; left: number }

/** Returns the first capacity that would fall below the claims on the host, or null. Pure. */
export function findShrinking(host: HostAmounts, to: Capacity): Shrinking | null {
  const parts = [
    {
      field: 'vcpuPhysical',
      claimed: sellableVcpu(host) - host.vcpuReserved - host.vcpuFree,
      left: sellableVcpu(to) - to.vcpuReserved,
    },
    {
      field: 'memoryMibPhysical',
      claimed: host.memoryMibPhysical - host.memoryMibReserved - host.memoryMibFree,
      left: to.memoryMibPhysical - to.memoryMibReserved,
    },
    {
      field: 'diskGibPhysical',
      claimed: host.diskGibPhysical - host.diskGibReserved - host.diskGibFree,
      left: to.diskGibPhysical - to.diskGibReserved,
    },
  ] as const
  return parts.find(({ claimed, left }) => left < claimed) ?? null
}

/** @throws DomainError `invalid_input` on the capacity that would fall below the claims of its servers */
export function refuseShrinking(host: HostAmounts, to: Capacity): void {
  const found = findShrinking(host, to)
  if (!found) return
  const inGib = found.field === 'memoryMibPhysical'
  const shown = (amount: number) => String(inGib ? Math.round(amount / 102.4) / 10 : amount)
  throw new DomainError('invalid_input', {
    field: found.field,
    params: { reason: 'below_claimed', claimed: shown(found.claimed), left: shown(found.left) },
  })
}
