import { accounts } from '../ledger/accounts'
import type { Money } from '../payments/settle-movement'
import type { CardRefundRow } from './queries/card-refunds'
import type { CardPaymentRow } from './queries/cards'

/** What a customer paid by card on that day: it stands with the provider until it is passed on. Pure. */
export const moneyOfCard = (
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

/** What was given back to a customer's card on that day: the provider keeps it from what it passes on. Pure. */
export const moneyGivenBack = (
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
