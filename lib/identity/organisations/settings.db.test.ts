import { beforeAll, describe, expect, test } from 'vitest'
import { withOrganisation } from '~/db/client'
import { testNow } from '~/db/testing/contexts'
import { useTestDatabase } from '~/db/testing/use-test-database'
import { addSeconds } from '~/lib/kernel/time/clock'
import { makeBuyers, type TestBuyer } from '~/testing/buyer'
import { acceptLegalVersions, getLegalStatus } from '../legal/accept-legal-versions'
import { requireCurrentLegalVersions } from '../legal/current-versions'
import { addNotice } from '../notices/add-notice'
import { readNotices, unreadNotices } from '../notices/read-notices'
import { changeBilling } from './change-billing'
import { getOrganisation } from './get-organisation'

const { sql } = useTestDatabase()
let ours: TestBuyer
let theirs: TestBuyer
const siren = '732829320'

beforeAll(async () => {
  ;[ours, theirs] = await makeBuyers(sql, 2)
  await sql`update organisations set siren = ${siren} where id = ${ours.organisationId}`
  // They joined before the notices of these tests.
  await sql`update organisation_members set created_at = ${testNow}`
})

describe('billing', () => {
  const billing = {
    contactName: 'Service comptable',
    contactEmail: 'compta@atelier.example',
    address: { line1: '2 rue du Port', postcode: '76600', city: 'Le Havre', countryCode: 'FR' },
    vatNumber: 'FR 44 732 829 320',
  }

  test('changes apart from the legal facts, is in the audit trail, and affects no other organisation', async () => {
    const before = await getOrganisation(ours.as())
    await changeBilling(ours.as('billing'), billing)
    const after = await getOrganisation(ours.as())
    expect(after).toMatchObject({
      billingContactName: 'Service comptable',
      billingAddress: billing.address,
      legalAddress: before.legalAddress,
      vatNumber: 'FR44732829320',
    })
    expect((await getOrganisation(theirs.as())).billingContactName).toBe('Camille')
    const audit = await sql`select details from audit_events where event = 'organisation.billing_changed'`
    expect(audit).toHaveLength(1)
    expect(audit[0]?.details).toMatchObject({ from: { billingContactName: 'Camille' } })
  })

  test('refuses another company’s VAT number, and members without the role', async () => {
    await expect(changeBilling(ours.as(), { ...billing, vatNumber: 'FR83404833048' })).rejects.toMatchObject({
      code: 'invalid_input',
      field: 'vatNumber',
    })
    await expect(changeBilling(ours.as('technical'), billing)).rejects.toMatchObject({
      code: 'forbidden',
    })
  })
})

describe('contract documents', () => {
  const later = addSeconds(new Date('2027-02-01T00:00:00Z'), 3600)

  test('a new version must be accepted by an owner before the next order', async () => {
    const require = (now: Date) =>
      withOrganisation(ours.as('owner', now), (tx, organisationId) =>
        requireCurrentLegalVersions(tx, organisationId, now),
      )
    const old = await require(testNow)
    await sql`insert into legal_documents (kind, version, published_at) values ('terms', '2027-02', '2027-02-01T00:00:00Z')`
    expect(await require(testNow)).toEqual(old)
    await expect(require(later)).rejects.toMatchObject({
      code: 'state_forbids',
      params: { reason: 'legal_versions_outdated' },
    })
    const owner = ours.as('owner', later)
    await expect(acceptLegalVersions(owner, old)).rejects.toMatchObject({ code: 'conflict' })
    const read = { termsVersion: '2027-02', dpaVersion: old.dpaVersion }
    await expect(acceptLegalVersions(ours.as('billing', later), read)).rejects.toMatchObject({
      code: 'forbidden',
    })
    await Promise.all([acceptLegalVersions(owner, read), acceptLegalVersions(owner, read)])
    expect(await require(later)).toEqual(read)
    const status = await getLegalStatus(owner)
    expect(status.isUpToDate).toBe(true)
    expect(status.acceptances.filter((each) => each.version === '2027-02')).toHaveLength(1)
    expect((await getLegalStatus(theirs.as('owner', later))).isUpToDate).toBe(false)
  })
})

test('notices belong to one organisation, and reading leaves newer ones unread', async () => {
  const first = ours.as()
  const second = ours.as('owner', addSeconds(testNow, 60))
  const add = (ctx: typeof first) =>
    withOrganisation(ctx, (tx, organisationId) =>
      addNotice(tx, ctx, { organisationId, kind: 'cap_lifted', href: '/' }),
    )
  await add(first)
  const [shown] = await withOrganisation(first, unreadNotices)
  await add(second)
  expect(await withOrganisation(theirs.as(), unreadNotices)).toEqual([])
  await readNotices(theirs.as(), { upTo: shown?.createdAt ?? '' })
  expect(await withOrganisation(first, unreadNotices)).toHaveLength(2)
  await readNotices(first, { upTo: shown?.createdAt ?? '' })
  expect((await withOrganisation(first, unreadNotices)).map((each) => each.createdAt)).toEqual([
    second.now.toISOString(),
  ])
})
