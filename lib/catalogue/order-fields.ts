import type { TermMonths } from './prices/commitment-price'

/** `fixed`: nobody may choose otherwise. `default`: filled in, and free to be changed. */
export type FieldRuleView<V> = { rule: 'fixed' | 'default'; value: V }

/** What the operator says of the fields of who orders a bundle; what is not in it is open. */
export type OrderFieldsView = {
  zone?: FieldRuleView<string> | undefined
  image?: FieldRuleView<string> | undefined
  quantityMax?: number | undefined
  placement?: FieldRuleView<'none' | 'apart_by_rack'> | undefined
  commitment?: FieldRuleView<0 | TermMonths> | undefined
}

export type FieldsAsked = {
  zoneId: string
  /** Null for what has none, such as a volume, or a server that begins as an image of the organisation's own. */
  imageId: string | null
  quantity: number
  placement: 'none' | 'apart_by_rack' | 'other'
  termMonths: number
}

export type FieldRefusal = {
  field: 'zoneId' | 'imageId' | 'quantity' | 'placement' | 'commitment'
  reason: 'fixed_by_bundle' | 'quantity_of_bundle'
}

/** The first field that the bundle fixes to something else than what is asked, or null. Pure. */
export function refuseFields(fields: OrderFieldsView, asked: FieldsAsked): FieldRefusal | null {
  const differs = <V>(rule: FieldRuleView<V> | undefined, value: V | 'other') =>
    rule?.rule === 'fixed' && rule.value !== value
  if (differs(fields.zone, asked.zoneId)) return { field: 'zoneId', reason: 'fixed_by_bundle' }
  if (differs(fields.image, asked.imageId ?? 'other')) return { field: 'imageId', reason: 'fixed_by_bundle' }
  if (fields.quantityMax !== undefined && asked.quantity > fields.quantityMax)
    return { field: 'quantity', reason: 'quantity_of_bundle' }
  if (differs(fields.placement, asked.placement)) return { field: 'placement', reason: 'fixed_by_bundle' }
  if (differs<number>(fields.commitment, asked.termMonths))
    return { field: 'commitment', reason: 'fixed_by_bundle' }
  return null
}

/** Whether a person may choose this field for this bundle. Pure. */
export function isFixed(fields: OrderFieldsView | undefined, field: keyof OrderFieldsView): boolean {
  const rule = fields?.[field]
  return typeof rule === 'object' && rule.rule === 'fixed'
}
