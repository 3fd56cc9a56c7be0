/** What the accountant of a buyer may ask for on every order, in the order in which it is typed. */
export const costReferenceNames = [
  'payerSiret',
  'serviceCode',
  'commitmentReference',
  'marketNumber',
  'purchaseOrderNumber',
] as const
export type CostReferenceName = (typeof costReferenceNames)[number]
