import { withStaff } from '~/db/client'
import { recordAudit } from '~/lib/audit'
import { authorizeStaff } from '~/lib/identity'
import { DomainError } from '~/lib/kernel/errors'
import type { OpContext } from '~/lib/kernel/op-context'
import type { OrderFieldsView } from './client'
import { listZoneImageRows, listZoneRows } from './queries/catalogue'
import { findBundleForUpdate, updateBundle } from './queries/price-book'
import { type SetFieldsInput, setFieldsInput } from './schema'

/** Zones and images to which a bundle's fields can be fixed. */
export async function listFieldChoices(ctx: OpContext): Promise<{
  zones: { id: string; name: string }[]
  images: { id: string; name: string }[]
}> {
  authorizeStaff(ctx, 'catalogue:inspect')
  return withStaff(ctx, async (tx) => {
    const images = new Map((await listZoneImageRows(tx)).map(({ image }) => [image.id, image.name]))
    return {
      zones: (await listZoneRows(tx)).map(({ id, name }) => ({ id, name })),
      images: [...images].map(([id, name]) => ({ id, name })),
    }
  })
}

/**
 * Sets which order fields of the bundle are fixed, prefilled or open. Existing orders keep their values.
 *
 * @throws DomainError `not_found`; `invalid_input` about a zone or image that does not exist, or that the zone lacks
 */
export async function setFields(ctx: OpContext, raw: SetFieldsInput): Promise<void> {
  authorizeStaff(ctx, 'catalogue:change')
  const { bundleId, ...input } = setFieldsInput.parse(raw)
  await withStaff(ctx, async (tx) => {
    const bundle = await findBundleForUpdate(tx, bundleId)
    if (!bundle) throw new DomainError('not_found')
    const refuse = (field: string, reason: string) =>
      new DomainError('invalid_input', { field, params: { reason } })
    const fields: OrderFieldsView = {}
    if (input.zone.rule !== 'open') {
      if (!(await listZoneRows(tx)).some(({ id }) => id === input.zone.value))
        throw refuse('zone', 'invalid_value')
      fields.zone = { rule: input.zone.rule, value: input.zone.value }
    }
    if (input.image.rule !== 'open') {
      const inZones = (await listZoneImageRows(tx)).filter(({ image }) => image.id === input.image.value)
      if (inZones.length === 0) throw refuse('image', 'invalid_value')
      const isFixedElsewhere =
        fields.zone?.rule === 'fixed' && !inZones.some(({ zoneId }) => zoneId === fields.zone?.value)
      if (isFixedElsewhere) throw refuse('image', 'not_in_zone')
      fields.image = { rule: input.image.rule, value: input.image.value }
    }
    if (input.quantityMax !== '') fields.quantityMax = input.quantityMax
    if (input.placement.rule !== 'open')
      fields.placement = { rule: input.placement.rule, value: input.placement.value }
    if (input.commitment.rule !== 'open')
      fields.commitment = {
        rule: input.commitment.rule,
        value: Number(input.commitment.value) as 0 | 12 | 36,
      }
    await updateBundle(tx, bundle.id, { orderFields: fields })
    await recordAudit(tx, ctx, 'bundle.fields_set', {
      organisationId: null,
      kind: 'bundle',
      id: bundle.id,
      details: { name: bundle.name, from: JSON.stringify(bundle.orderFields), to: JSON.stringify(fields) },
    })
  })
}
