import { beforeAll, expect, test } from 'vitest'
import { staffTestContext } from '~/db/testing/contexts'
import { useTestDatabase } from '~/db/testing/use-test-database'
import { newId } from '~/lib/kernel/ids'
import { addInstance } from '~/lib/resources/testing/resources'
import { rowProbe } from '~/lib/resources/testing/row-probe'
import { type Estate, makeEstate, workerAt } from '~/testing/estate'
import { setVatRegime } from '../invoices/receivables'
import { makeSeller } from '../testing/seller'
import { billOrganisation } from './bill-organisation'

const database = useTestDatabase()
const { sql } = database
const { query } = rowProbe(database)
let estate: Estate
beforeAll(async () => {
  estate = await makeEstate(sql, { hosts: { count: 1, vcpu: 64 } })
  await makeSeller(sql)
})

test('the VAT of a month is that of its last day, on any day of invoicing', async () => {
  const october = new Date('2026-10-01T10:00:00Z')
  const accountant = staffTestContext(newId('staff'), ['accountant'], october)
  for (const [of, until] of [
    [estate.own, '2026-10-31'],
    [estate.foreign, '2026-10-30'],
  ] as const) {
    const { organisationId } = of
    await addInstance(estate, { of, at: october })
    await setVatRegime(accountant, { organisationId, regime: 'franchise', certificate: 'AI2 2026-17', until })
    await billOrganisation(workerAt(new Date('2026-11-03T06:00:00Z')), {
      organisationId,
      period: '2026-10',
      mode: 'final',
    })
  }
  const documents = await query<{ category: string; on: string }>(
    "select content -> 'vat' -> 0 ->> 'category' as category, issued_on::text as on from billing_documents order by number",
  )
  expect(documents).toEqual([
    { category: 'E', on: '2026-11-03' },
    { category: 'S', on: '2026-11-03' },
  ])
})
