/** References that a buyer's accountant may require on every order, in form order. */
export const costReferenceNames = [
  'payerSiret',
  'serviceCode',
  'commitmentReference',
  'marketNumber',
  'purchaseOrderNumber',
] as const
export type CostReferenceName = (typeof costReferenceNames)[number]
