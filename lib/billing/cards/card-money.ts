import { accounts } from '../ledger/accounts'
import type { Money } from '../payments/settle-movement'
import type { CardRefundRow } from './queries/card-refunds'
import type { CardPaymentRow } from './queries/cards'

/** Money that a customer paid by card on that day; the provider holds it until its payout. Pure. */
export const cardPaymentMoney = (
  { id, sellingEntityId, cents }: Pick<CardPaymentRow, 'id' | 'sellingEntityId' | 'cents'>,
  occurredOn: string,
): Money => ({
  kind: 'card_payment',
  id,
  movementId: null,
  cardPaymentId: id,
  cardRefundId: null,
  sellingEntityId,
  cents,
  occurredOn,
  label: `Carte · ${id}`,
  account: accounts.cards,
})

/** Money refunded to a customer's card on that day; the provider deducts it from its payout. Pure. */
export const cardRefundMoney = (
  { id, cardPaymentId, sellingEntityId, cents }: CardRefundRow,
  occurredOn: string,
): Money => ({
  kind: 'card_refund',
  id,
  movementId: null,
  cardPaymentId,
  cardRefundId: id,
  sellingEntityId,
  cents: -cents,
  occurredOn,
  label: `Remboursement carte · ${cardPaymentId}`,
  account: accounts.cards,
})
