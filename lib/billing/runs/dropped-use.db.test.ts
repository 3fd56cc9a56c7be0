import { beforeAll, expect, test } from 'vitest'
import { withSystem } from '~/db/client'
import { staffTestContext } from '~/db/testing/contexts'
import { useTestDatabase } from '~/db/testing/use-test-database'
import { type Id, newId } from '~/lib/kernel/ids'
import { addInstance } from '~/lib/resources/testing/resources'
import { rowProbe } from '~/lib/resources/testing/row-probe'
import { closeUsage } from '~/lib/usage'
import { type Estate, makeEstate, workerAt } from '~/testing/estate'
import { makeStaff } from '~/testing/staff'
import { creditInvoice } from '../concessions/credit-invoice'
import { makeSeller } from '../testing/seller'
import { billOrganisation } from './bill-organisation'

const database = useTestDatabase()
const { sql } = database
const { query } = rowProbe(database)
const december = new Date('2026-12-03T06:00:00Z')
let estate: Estate
const bill = (period: string, at: Date) =>
  billOrganisation(workerAt(at), { organisationId: estate.own.organisationId, period, mode: 'final' })

beforeAll(async () => {
  estate = await makeEstate(sql, { hosts: { count: 1, vcpu: 64 } })
  await makeSeller(sql)
})

test('usage that staff already credited is not credited again when its end is recorded late', async () => {
  const server = await addInstance(estate, { at: new Date('2026-10-01T10:00:00Z') })
  await bill('2026-10', new Date('2026-11-03T06:00:00Z'))
  // It stopped on 11 October, recorded in November: 240 hours are 588 cents instead of 1,764.
  await withSystem(workerAt(december), (tx) =>
    closeUsage(tx, server, ['compute'], new Date('2026-10-11T10:00:00Z'), new Date('2026-11-05T08:00:00Z')),
  )
  await expect(bill('2026-11', december)).rejects.toMatchObject({ code: 'not_billable', field: 'total' })
  const staffId = newId('staff')
  await makeStaff(sql, ['accountant'], { id: staffId })
  const [invoice] = await query<{ id: Id<'invoice'> }>('select id from billing_documents')
  await creditInvoice(staffTestContext(staffId, ['accountant'], december), {
    documentId: invoice?.id as Id<'invoice'>,
    position: 1,
    amount: 1_176n,
    reason: 'Arrêt du 11 octobre',
  })
  expect(await bill('2026-11', december)).toMatchObject({ state: 'billed', netCents: 223n })
  expect(await bill('2026-12', new Date('2027-01-03T06:00:00Z'))).toMatchObject({ netCents: 223n })
})
