import fc from 'fast-check'
import { expect, test } from 'vitest'
import { groupLines, readGroupingKey } from './group-lines'

const reference = fc.string({
  minLength: 1,
  maxLength: 20,
  unit: fc.constantFrom('a', 'B', '1', '|', '\\', ' ', 'é'),
})
const references = fc.record(
  {
    payerSiret: reference,
    serviceCode: reference,
    purchaseOrder: reference,
    engagement: reference,
    market: reference,
  },
  { requiredKeys: [] },
)

test('the key of an invoice gives back what it is for', () => {
  fc.assert(
    fc.property(fc.option(reference, { nil: undefined }), references, (costCentre, asked) => {
      const line = { ...(costCentre && { costCentre }), references: asked }
      const [key = ''] = groupLines([line], 'cost_centre', true).keys()
      expect(readGroupingKey(key)).toEqual({ ...(costCentre && { group: costCentre }), ...asked })
    }),
  )
})
