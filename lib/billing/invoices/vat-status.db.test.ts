import { beforeAll, expect, test } from 'vitest'
import { memberTestContext, staffTestContext } from '~/db/testing/contexts'
import { useTestDatabase } from '~/db/testing/use-test-database'
import { newId } from '~/lib/kernel/ids'
import { addInstance } from '~/lib/resources/testing/resources'
import { rowProbe } from '~/lib/resources/testing/row-probe'
import { type Estate, makeEstate, workerAt } from '~/testing/estate'
import { billOrganisation } from '../runs/bill-organisation'
import { makeSeller } from '../testing/seller'
import { treatmentOf } from '../vat/decide-treatment'
import { decodeDocument } from './document-codec'
import { readReceivables, setVatRegime } from './receivables'
import { changeBillingSettings, readBillingSettings } from './settings'

const database = useTestDatabase()
const { sql } = database
const { query } = rowProbe(database)
let estate: Estate
const started = new Date('2026-09-01T10:00:00Z')
beforeAll(async () => {
  estate = await makeEstate(sql, { hosts: { count: 1, vcpu: 64 } })
  await makeSeller(sql)
  await addInstance(estate, { of: estate.own, at: started })
})

const member = (role: 'owner' | 'reader') => {
  const { accountId, organisationId } = estate.own
  return memberTestContext(accountId, { organisationId, role })
}
const owner = () => member('owner')
const invoiceOf = async (period: string, at: string) => {
  const { organisationId } = estate.own
  await billOrganisation(workerAt(new Date(at)), { organisationId, period, mode: 'final' })
  const [row] = await query<{ content: unknown }>(
    `select content from billing_documents where organisation_id = '${organisationId}' and period = '${period}'`,
  )
  return decodeDocument(row?.content).buyer
}

test('the status stated by the customer or the billing office decides the treatment of the next invoice', async () => {
  expect((await readBillingSettings(owner())).vatStatus).toBe('taxable')
  const first = await invoiceOf('2026-09', '2026-10-03T06:00:00Z')
  expect([first.isTaxable, treatmentOf(first), first.electronicAddress?.scheme]).toEqual([
    true,
    'b2b',
    '0225',
  ])

  await changeBillingSettings(owner(), { grouping: 'organisation', language: 'fr', vatStatus: 'not_taxable' })
  // A field absent from the form stays unchanged.
  await changeBillingSettings(owner(), { grouping: 'organisation', language: 'fr' })
  const second = await invoiceOf('2026-10', '2026-11-03T06:00:00Z')
  expect([second.isTaxable, treatmentOf(second), second.electronicAddress?.scheme]).toEqual([
    false,
    'b2c',
    'EM',
  ])

  const accountant = staffTestContext(newId('staff'), ['accountant'])
  const { organisationId } = estate.own
  const statedStatus = async () =>
    (await readReceivables(accountant)).customers.find((each) => each.organisationId === organisationId)
  expect((await statedStatus())?.vatStatus).toBe('not_taxable')
  await setVatRegime(accountant, { organisationId, regime: 'by_address', status: 'taxable' })
  expect((await statedStatus())?.vatStatus).toBe('taxable')
  expect(await readBillingSettings(owner())).toMatchObject({
    vatStatus: 'taxable',
    isVatStatusOfOffice: true,
  })
  // The customer cannot undo the billing office's correction, but can still change the rest.
  const input = { grouping: 'project', language: 'fr' } as const
  await expect(changeBillingSettings(owner(), { ...input, vatStatus: 'not_taxable' })).rejects.toMatchObject({
    code: 'state_forbids',
    params: { reason: 'vat_status_of_office' },
  })
  await changeBillingSettings(owner(), { ...input, vatStatus: 'taxable' })
  expect(await readBillingSettings(owner())).toMatchObject({ vatStatus: 'taxable', grouping: 'project' })
})

test('a change of status needs a fresh proof, saving the same status does not', async () => {
  const { accountId, organisationId } = estate.foreign
  const stale = memberTestContext(accountId, { organisationId, role: 'owner' }, { secondFactorAt: started })
  const input = { grouping: 'organisation', language: 'fr' } as const
  await changeBillingSettings(stale, { ...input, vatStatus: 'taxable' })
  await expect(changeBillingSettings(stale, { ...input, vatStatus: 'not_taxable' })).rejects.toMatchObject({
    code: expect.stringMatching(/^(proof_required|unauthenticated)$/),
  })
})

test('the status of a public body or a foreign company cannot be stated', async () => {
  const { accountId, organisationId } = estate.foreign
  const them = memberTestContext(accountId, { organisationId, role: 'owner' })
  const accountant = staffTestContext(newId('staff'), ['accountant'])
  for (const kind of ['public_body', 'eu_company']) {
    await query(
      "update organisations set kind = $1, siret = '73282932000074', vat_number = 'DE136695976' where id = $2",
      kind,
      organisationId,
    )
    await expect(
      changeBillingSettings(them, { grouping: 'organisation', language: 'fr', vatStatus: 'not_taxable' }),
    ).rejects.toMatchObject({ code: 'invalid_input', params: { reason: 'vat_status_kind' } })
    await expect(
      setVatRegime(accountant, { organisationId, regime: 'by_address', status: 'not_taxable' }),
    ).rejects.toMatchObject({ code: 'invalid_input', params: { reason: 'vat_status_kind' } })
  }
})

test('a reader cannot change the status, and each change is audited', async () => {
  const input = { grouping: 'organisation', language: 'fr', vatStatus: 'taxable' } as const
  await expect(changeBillingSettings(member('reader'), input)).rejects.toMatchObject({
    code: 'forbidden',
  })
  const events = await query<{ status: string }>(
    "select details ->> 'vatStatus' as status from audit_events where details ? 'vatStatus' order by id",
  )
  expect(events.map(({ status }) => status)).toEqual(['not_taxable', 'taxable'])
})
