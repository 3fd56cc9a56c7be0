import type { Id } from '~/lib/kernel/ids'
import { placeFor } from '~/lib/kernel/secrets/purposes'

/** Context bound into each sealed secret, which can be opened only with the same context. */
export const tokenPlace = (id: Id<'hypervisor'>) =>
  placeFor('hypervisor-tokens', `hypervisor_secrets.${id}.token_sealed`)
export const keyPlace = (id: Id<'hypervisor'>) =>
  placeFor('hypervisor-keys', `hypervisor_secrets.${id}.key_sealed`)

/**
 * Only this code sets this reason, so hosts that an operator took out of service stay so when the hypervisor returns.
 */
export const removedReason = 'Son hyperviseur a été retiré'
