import { beforeAll, describe, expect, test } from 'vitest'
import { newId } from '~/lib/kernel/ids'
import { useTestDatabase } from './testing/use-test-database'

describe('the number series, as the role of the customers’ site', () => {
  const { sql, sqlAs } = useTestDatabase()
  const portal = sqlAs('andromede_portal')
  const seller = newId('sellingEntity')

  beforeAll(async () => {
    await sql`insert into selling_entities (id, legal_name, siren, vat_number, order_prefix, is_default) values (${seller}, 'Andromède SAS', '123456782', 'FR00123456782', 'CMD', true)`
    await sql`insert into document_series (selling_entity_id, series, last_number, last_issued_on) values (${seller}, 'FAC-2026', 7, '2026-11-01')`
  })

  const denied = { code: '42501' }

  test('no invoice number can be taken, read or changed', async () => {
    for (const series of ['FAC-2026', 'AVO-2026', 'invoice-2026', 'order-2026-2', 'order-'])
      await expect(portal`select app.take_number(${seller}, ${series})`).rejects.toMatchObject(denied)
    await expect(portal`select * from document_series`).rejects.toMatchObject(denied)
    await expect(portal`update document_series set last_number = 9`).rejects.toMatchObject(denied)
    await expect(portal`delete from document_series`).rejects.toMatchObject(denied)
    const [row] = await sql`select last_number from document_series where selling_entity_id = ${seller}`
    expect(row?.last_number).toBe(7)
  })

  test.each(['order-2026', 'quote-2026'])(
    'taking a number of %s without using it is rejected',
    async (series) => {
      await expect(portal`select app.take_number(${seller}, ${series})`).rejects.toMatchObject({
        code: '23000',
      })
      expect([...(await sql`select * from number_series where selling_entity_id = ${seller}`)]).toEqual([])
    },
  )

  test('the counters are not accessible directly', async () => {
    await expect(portal`select * from number_series`).rejects.toMatchObject(denied)
    await expect(portal`update number_series set last_number = last_number + 1`).rejects.toMatchObject(denied)
    await expect(
      portal`insert into number_series (selling_entity_id, series, last_number) values (${seller}, 'order-2026', 3)`,
    ).rejects.toMatchObject(denied)
  })
})
