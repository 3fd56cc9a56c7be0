import type { Id } from '~/lib/kernel/ids'

/** Where each sealed secret stands: it opens nowhere else. */
export const tokenPlace = (id: Id<'hypervisor'>) => `hypervisor_secrets.${id}.token_sealed`
export const keyPlace = (id: Id<'hypervisor'>) => `hypervisor_secrets.${id}.key_sealed`

/** Written by us alone, so that a host an operator took out of service stays so when its hypervisor comes back. */
export const removedReason = 'Son hyperviseur a été retiré'
