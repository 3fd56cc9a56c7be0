import { beforeAll, expect, test } from 'vitest'
import { useTestDatabase } from '~/db/testing/use-test-database'
import { type Estate, makeEstate, workerAt } from '~/lib/compute/testing/estate'
import { addInstance } from '~/lib/compute/testing/resources'
import { rowProbe } from '~/lib/compute/testing/row-probe'
import type { Id } from '~/lib/kernel/ids'
import { decodeDocument } from '../invoices/document-codec'
import { makeSeller } from '../testing/seller'
import { billOrganisation } from './bill-organisation'

const database = useTestDatabase()
const { query } = rowProbe(database)
let estate: Estate

const references: Record<string, Record<string, string>> = {
  'web-1': { purchaseOrderNumber: 'BC-1', commitmentReference: 'EJ-1' },
  'web-2': { purchaseOrderNumber: 'BC-2' },
  'web-3': {},
  'web-4': { purchaseOrderNumber: 'BC-1', commitmentReference: 'EJ-1', payerSiret: '25999063800019' },
}

beforeAll(async () => {
  estate = await makeEstate(database.current, { hosts: { count: 4, vcpu: 512 } })
  await makeSeller(database.current)
  await query(`insert into buyer_structures (siret, name, is_service_code_required, is_commitment_required,
    is_commitment_or_service_code_required) values ('25999063800019', 'Syndicat du Ternois', false, false, false)`)
  for (const [name, given] of Object.entries(references)) {
    const at = new Date('2026-10-01T10:00:00Z')
    const id: Id<'instance'> = await addInstance(estate, { name, at })
    await query(
      `update usage_intervals set cost_references = '${JSON.stringify(given)}' where resource_id = '${id}'`,
    )
  }
})

test('servers under different references are on different invoices, numbered without a gap, and each names its own', async () => {
  const billing = { organisationId: estate.own.organisationId, period: '2026-10', mode: 'final' } as const
  const at = new Date('2026-11-03T06:00:00Z')
  expect(await billOrganisation(workerAt(at), billing)).toMatchObject({ state: 'billed', documents: 4 })
  const rows = await query<{ number: string; content: unknown }>(
    'select number, content from billing_documents order by number',
  )
  const invoices = rows.map(({ content }) => decodeDocument(content))
  expect(
    invoices.map(({ references: own, payer, lines }) => [
      new Set(lines.map(({ detail }) => detail?.split(',')[0])),
      own,
      payer?.name,
    ]),
  ).toEqual([
    [new Set(['web-3']), {}, undefined],
    [
      new Set(['web-4']),
      { purchaseOrder: 'BC-1', engagement: 'EJ-1', payerSiret: '25999063800019' },
      'Syndicat du Ternois',
    ],
    [new Set(['web-1']), { purchaseOrder: 'BC-1', engagement: 'EJ-1' }, undefined],
    [new Set(['web-2']), { purchaseOrder: 'BC-2' }, undefined],
  ])
  expect(rows.map(({ number }) => number)).toEqual([1, 2, 3, 4].map((last) => `FAC-2026-00000${last}`))
  expect(await billOrganisation(workerAt(at), billing)).toMatchObject({
    state: 'already_billed',
    documents: 4,
  })
})
