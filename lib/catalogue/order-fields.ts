import type { TermMonths } from './prices/commitment-price'

/** `fixed`: buyers cannot change it. `default`: prefilled, can be changed. */
export type FieldRuleView<V> = { rule: 'fixed' | 'default'; value: V }

/** The operator's rules for the order fields of a bundle; absent fields are open. */
export type OrderFieldsView = {
  zone?: FieldRuleView<string> | undefined
  image?: FieldRuleView<string> | undefined
  quantityMax?: number | undefined
  placement?: FieldRuleView<'none' | 'apart_by_rack'> | undefined
  commitment?: FieldRuleView<0 | TermMonths> | undefined
}

export type RequestedFields = {
  zoneId: string
  /** Null for resources without one, such as a volume, or a server from the organisation's own image. */
  imageId: string | null
  quantity: number
  placement: 'none' | 'apart_by_rack' | 'other'
  termMonths: number
}

export type FieldRefusal = {
  field: 'zoneId' | 'imageId' | 'quantity' | 'placement' | 'commitment'
  reason: 'fixed_by_bundle' | 'quantity_of_bundle'
}

/** Returns the first field that the bundle fixes to another value than the requested one, or null. Pure. */
export function refuseFields(fields: OrderFieldsView, requested: RequestedFields): FieldRefusal | null {
  const differs = <V>(rule: FieldRuleView<V> | undefined, value: V | 'other') =>
    rule?.rule === 'fixed' && rule.value !== value
  if (differs(fields.zone, requested.zoneId)) return { field: 'zoneId', reason: 'fixed_by_bundle' }
  if (differs(fields.image, requested.imageId ?? 'other'))
    return { field: 'imageId', reason: 'fixed_by_bundle' }
  if (fields.quantityMax !== undefined && requested.quantity > fields.quantityMax)
    return { field: 'quantity', reason: 'quantity_of_bundle' }
  if (differs(fields.placement, requested.placement)) return { field: 'placement', reason: 'fixed_by_bundle' }
  if (differs<number>(fields.commitment, requested.termMonths))
    return { field: 'commitment', reason: 'fixed_by_bundle' }
  return null
}

/** Whether the bundle fixes this field. Pure. */
export function isFixed(fields: OrderFieldsView | undefined, field: keyof OrderFieldsView): boolean {
  const rule = fields?.[field]
  return typeof rule === 'object' && rule.rule === 'fixed'
}
