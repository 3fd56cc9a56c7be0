import { beforeAll, expect, test } from 'vitest'
import { staffTestContext, testNow } from '~/db/testing/contexts'
import { useTestDatabase } from '~/db/testing/use-test-database'
import { setVatRegime } from '~/lib/billing'
import { makeZone } from '~/lib/datacentre/testing/datacenter'
import { newId } from '~/lib/kernel/ids'
import { makeBuyers, type TestBuyer } from '~/testing/buyer'
import { readOrderForm } from '../index'
import { makeCatalogue } from '../testing/order-world'

const { sql } = useTestDatabase()
let organisations: TestBuyer[]
beforeAll(async () => {
  await makeCatalogue([await makeZone({ count: 1, vcpu: 50 })])
  organisations = await makeBuyers(sql, 2)
})

const shown = async (index: number) =>
  (await readOrderForm((organisations[index] as TestBuyer).as())).vatRateBasisPoints
const move = (index: number, address: { countryCode: string; postcode: string }) =>
  sql`update organisations set legal_address = legal_address || ${sql.json(address)}
    where id = ${organisations[index]?.organisationId ?? ''}`

test('a basket shows the VAT that the invoice will have, by address and by regime', async () => {
  const rates: number[] = []
  for (const [countryCode, postcode] of [
    ['FR', '75011'],
    ['FR', '97 300'],
    ['FR', '97400'],
    ['FR', '97150'],
    ['GP', '97110'],
    ['NC', '98800'],
  ] as const) {
    await move(0, { countryCode, postcode })
    rates.push(await shown(0))
  }
  expect(rates).toEqual([2_000, 0, 850, 0, 850, 0])
  await move(1, { countryCode: 'FR', postcode: '75011' })
  await setVatRegime(staffTestContext(newId('staff'), ['accountant'], testNow), {
    organisationId: organisations[1]?.organisationId ?? 'org_00000000000000000000000000',
    regime: 'franchise',
    certificate: 'AI2 2026-17',
  })
  expect(await shown(1)).toBe(0)
})
