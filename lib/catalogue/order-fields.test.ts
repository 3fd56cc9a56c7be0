import { describe, expect, it } from 'vitest'
import { type OrderFieldsView, type RequestedFields, refuseFields } from './order-fields'

const requested: RequestedFields = {
  zoneId: 'zon_1',
  imageId: 'img_1',
  quantity: 3,
  placement: 'none',
  termMonths: 0,
}

describe('fields of a bundle', () => {
  it.each<[string, OrderFieldsView, Partial<RequestedFields>, string | null]>([
    ['no field set', {}, {}, null],
    ['a default does not restrict', { zone: { rule: 'default', value: 'zon_2' } }, {}, null],
    ['the fixed zone', { zone: { rule: 'fixed', value: 'zon_1' } }, {}, null],
    ['another zone', { zone: { rule: 'fixed', value: 'zon_2' } }, {}, 'zoneId fixed_by_bundle'],
    ['another image', { image: { rule: 'fixed', value: 'img_2' } }, {}, 'imageId fixed_by_bundle'],
    [
      'a private image',
      { image: { rule: 'fixed', value: 'img_1' } },
      { imageId: null },
      'imageId fixed_by_bundle',
    ],
    ['the maximum quantity', { quantityMax: 3 }, {}, null],
    ['one above the maximum', { quantityMax: 2 }, {}, 'quantity quantity_of_bundle'],
    [
      'no anti-affinity',
      { placement: { rule: 'fixed', value: 'apart_by_rack' } },
      {},
      'placement fixed_by_bundle',
    ],
    [
      'a private group',
      { placement: { rule: 'fixed', value: 'none' } },
      { placement: 'other' },
      'placement fixed_by_bundle',
    ],
    [
      'hourly although a year is fixed',
      { commitment: { rule: 'fixed', value: 12 } },
      {},
      'commitment fixed_by_bundle',
    ],
    ['the fixed year', { commitment: { rule: 'fixed', value: 12 } }, { termMonths: 12 }, null],
    [
      'the zone is reported before later fields',
      { zone: { rule: 'fixed', value: 'zon_2' }, quantityMax: 1 },
      {},
      'zoneId fixed_by_bundle',
    ],
  ])('%s', (_name, fields, part, expected) => {
    const found = refuseFields(fields, { ...requested, ...part })
    expect(found && `${found.field} ${found.reason}`).toBe(expected)
  })
})
