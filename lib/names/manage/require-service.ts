import type { Tx } from '~/db/client'
import { DomainError } from '~/lib/kernel/errors'
import { findNameService, type NameService } from '../queries/service'

/** The DNS server of the installation. @throws DomainError `state_forbids` while there is none, or it is switched off */
export async function requireService(tx: Tx): Promise<NameService> {
  const service = await findNameService(tx)
  if (!service?.isOn) throw new DomainError('state_forbids', { params: { reason: 'names_off' } })
  return service
}
