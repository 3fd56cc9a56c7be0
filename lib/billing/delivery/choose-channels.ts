import type { DeliveryChannel } from '~/db/schema/billing-delivery'
import type { IssuedDocument } from '../invoices/issued-document'
import type { Deposit } from './platform'

/** By which ways a document goes: always by mail, and as the law wants it of who buys. Pure. */
export function chooseChannels({ buyer }: IssuedDocument): DeliveryChannel[] {
  if (buyer.kind === 'public_body') return ['mail', 'chorus_pro']
  if (buyer.kind === 'company' && buyer.siren) return ['mail', 'platform']
  return ['mail']
}

export const treatments = {
  public_body: 'B2G',
  company: 'B2B',
  foreign: 'B2BInt',
} as const satisfies Record<IssuedDocument['buyer']['kind'], Deposit['treatment']>
