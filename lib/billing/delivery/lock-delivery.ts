import type { Tx } from '~/db/client'
import { DomainError } from '~/lib/kernel/errors'
import { isId } from '~/lib/kernel/ids'
import { type DeliveryRow, findDeliveryForUpdate } from './queries/deliveries'

/** Returns the delivery, locked. @throws DomainError `not_found` */
export async function lockDelivery(tx: Tx, deliveryId: string): Promise<DeliveryRow> {
  const delivery = isId('delivery', deliveryId) ? await findDeliveryForUpdate(tx, deliveryId) : null
  if (!delivery) throw new DomainError('not_found')
  return delivery
}
