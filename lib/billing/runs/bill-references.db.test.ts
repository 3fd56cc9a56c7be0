import { beforeAll, expect, test } from 'vitest'
import { useTestDatabase } from '~/db/testing/use-test-database'
import type { Id } from '~/lib/kernel/ids'
import { addInstance } from '~/lib/resources/testing/resources'
import { rowProbe } from '~/lib/resources/testing/row-probe'
import { type Estate, makeEstate, workerAt } from '~/testing/estate'
import { openSystemExport } from '../exports/open-export'
import { decodeDocument } from '../invoices/document-codec'
import { makeSeller } from '../testing/seller'
import { billOrganisation } from './bill-organisation'

const database = useTestDatabase()
const { sql } = database
const { query } = rowProbe(database)
let estate: Estate

const references: Record<string, Record<string, string>> = {
  'web-1': { purchaseOrderNumber: 'BC-1', commitmentReference: 'EJ-1' },
  'web-2': { purchaseOrderNumber: 'BC-2' },
  'web-3': {},
  'web-4': { purchaseOrderNumber: 'BC-1', commitmentReference: 'EJ-1', payerSiret: '25999063800019' },
}

beforeAll(async () => {
  estate = await makeEstate(sql, { hosts: { count: 4, vcpu: 512 } })
  await makeSeller(sql)
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

test('servers under different references are on different invoices, numbered without a gap, each with its references', async () => {
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

test('FOCUS names a line’s zone, commitment and service with language-independent codes', async () => {
  await query(`insert into commitments (id, organisation_id, project_id, order_line_id, resource_kind, resource_id, bundle_id,
      term_months, basis_points, prices, started_at, ends_at, renewal, state)
    select 'cmt_1', organisation_id, project_id, order_line_id, 'instance', id, bundle_id, 12, 2000,
      '{"compute": {"hourly": "3000000", "committed": "2450001"}}', '2026-10-01', '2027-10-01', 'hourly', 'active'
    from instances where name = 'web-2'`)
  const { stream, companion } = await openSystemExport(workerAt(new Date('2026-11-03T07:00:00Z')), {
    kind: 'focus',
    format: 'csv',
    period: '2026-11',
    organisationId: estate.own.organisationId,
  })
  let text = ''
  for await (const chunk of stream) text += Buffer.from(chunk).toString('utf8')
  const [names = [], ...lines] = text
    .trim()
    .split('\n')
    .map((line) =>
      [...`${line},`.matchAll(/(?:"((?:[^"]|"")*)"|([^,]*)),/g)].map(
        ([, quoted, plain]) => quoted ?? plain ?? '',
      ),
    )
  const rows = lines.map((fields) => Object.fromEntries(names.map((name, at) => [name, fields[at]])))
  const rowsOf = (name: string) =>
    rows
      .filter(({ ResourceName }) => ResourceName?.startsWith(`${name},`))
      .map((row) => [
        row.ServiceName,
        row.PricingCategory,
        row.CommitmentDiscountId,
        row.CommitmentDiscountUnit,
      ])
  expect(rowsOf('web-1')).toEqual([
    ['Virtual Servers', 'Standard', '', ''],
    ['System Disks', 'Standard', '', ''],
  ])
  expect(rowsOf('web-2')).toEqual([
    ['Virtual Servers', 'Committed', 'cmt_1', 'Hours'],
    ['System Disks', 'Standard', '', ''],
  ])
  const zones = await query<{ code: string; name: string }>('select code, name from zones')
  for (const { ResourceId, RegionId, RegionName } of rows.filter((row) => row.ResourceId)) {
    expect([ResourceId, zones]).toEqual([
      ResourceId,
      expect.arrayContaining([{ code: RegionId, name: RegionName }]),
    ])
  }
  expect(
    rows.filter((row) => row.ChargeCategory === 'Tax').map((row) => [row.ServiceName, row.RegionId]),
  ).toEqual(Array.from({ length: 4 }, () => ['VAT', '']))
  expect(JSON.parse((await companion?.())?.text ?? '')).toMatchObject({ FocusVersion: '1.3' })
})
