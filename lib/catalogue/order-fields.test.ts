import { describe, expect, it } from 'vitest'
import { type FieldsAsked, type OrderFieldsView, refuseFields } from './order-fields'

const asked: FieldsAsked = {
  zoneId: 'zon_1',
  imageId: 'img_1',
  quantity: 3,
  placement: 'none',
  termMonths: 0,
}

describe('fields of a bundle', () => {
  it.each<[string, OrderFieldsView, Partial<FieldsAsked>, string | null]>([
    ['nothing said', {}, {}, null],
    ['a default is no rule', { zone: { rule: 'default', value: 'zon_2' } }, {}, null],
    ['the zone that is fixed', { zone: { rule: 'fixed', value: 'zon_1' } }, {}, null],
    ['another zone', { zone: { rule: 'fixed', value: 'zon_2' } }, {}, 'zoneId fixed_by_bundle'],
    ['another image', { image: { rule: 'fixed', value: 'img_2' } }, {}, 'imageId fixed_by_bundle'],
    [
      'an image of one’s own',
      { image: { rule: 'fixed', value: 'img_1' } },
      { imageId: null },
      'imageId fixed_by_bundle',
    ],
    ['as many as may be', { quantityMax: 3 }, {}, null],
    ['one too many', { quantityMax: 2 }, {}, 'quantity quantity_of_bundle'],
    ['not apart', { placement: { rule: 'fixed', value: 'apart_by_rack' } }, {}, 'placement fixed_by_bundle'],
    [
      'a group of one’s own',
      { placement: { rule: 'fixed', value: 'none' } },
      { placement: 'other' },
      'placement fixed_by_bundle',
    ],
    [
      'hourly where a year is fixed',
      { commitment: { rule: 'fixed', value: 12 } },
      {},
      'commitment fixed_by_bundle',
    ],
    ['the year that is fixed', { commitment: { rule: 'fixed', value: 12 } }, { termMonths: 12 }, null],
    [
      'the zone before what follows',
      { zone: { rule: 'fixed', value: 'zon_2' }, quantityMax: 1 },
      {},
      'zoneId fixed_by_bundle',
    ],
  ])('%s', (_name, fields, part, expected) => {
    const found = refuseFields(fields, { ...asked, ...part })
    expect(found && `${found.field} ${found.reason}`).toBe(expected)
  })
})
