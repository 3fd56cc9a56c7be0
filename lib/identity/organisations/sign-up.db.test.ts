import { beforeAll, describe, expect, test } from 'vitest'
import { systemTestContext, testNow } from '~/db/testing/contexts'
import { useTestDatabase } from '~/db/testing/use-test-database'
import { addSeconds } from '~/lib/kernel/time/clock'
import { reviewOrganisation } from '~/lib/moderation/organisations/review-organisation'
import { addEstablishment, application, apply, confirm, freshSiret, visitor } from '../testing/applicants'
import { unconfirmedLifeSeconds } from './create-organisation'
import { lookUpOrganisation } from './look-up-organisation'
import { signUpOrganisation } from './sign-up-organisation'

const { sql } = useTestDatabase()

beforeAll(() => {
  process.env.PORTAL_URL = 'http://portal.example'
  process.env.OPERATOR_URL = 'http://operator.example'
})

describe('signing up', () => {
  test('creates everything that a pending organisation needs, and nothing active', async () => {
    const siret = freshSiret()
    await addEstablishment(siret)
    const { organisationId, accountId } = await apply(sql, application(siret))
    const left = {
      organisation:
        await sql`select state, siret, siren, directory_status, spending_cap_cents, billing_contact_email from organisations where id = ${organisationId}`,
      member:
        await sql`select role from organisation_members where organisation_id = ${organisationId} and account_id = ${accountId}`,
      projects: await sql`select is_default from projects where organisation_id = ${organisationId}`,
      accepted:
        await sql`select kind from legal_acceptances where organisation_id = ${organisationId} order by kind`,
      thread: await sql`select kind from moderation_events where organisation_id = ${organisationId}`,
      audit: await sql`select event, actor_id from audit_events where actor_id = ${accountId} order by event`,
      mails:
        await sql`select template from mail_messages where recipient in (select email from accounts where id = ${accountId})`,
      quotas: await sql`select 1 from quotas where organisation_id = ${organisationId}`,
    }
    expect(left.organisation[0]).toMatchObject({
      state: 'pending',
      siret,
      siren: siret.slice(0, 9),
      directory_status: 'verified',
      spending_cap_cents: '50000',
    })
    expect(left.member.map((row) => row.role)).toEqual(['owner'])
    expect(left.projects.map((row) => row.is_default)).toEqual([true])
    expect(left.accepted.map((row) => row.kind)).toEqual(['dpa', 'terms'])
    expect(left.thread.map((row) => row.kind)).toEqual(['submitted'])
    expect(left.audit.map((row) => row.event)).toEqual(['account.signed_up', 'organisation.submitted'])
    expect(left.mails.map((row) => row.template)).toEqual(['confirm-email'])
    expect(left.quotas).toHaveLength(0)
  })

  test('a closed establishment is refused with the reason and leaves nothing', async () => {
    const siret = freshSiret()
    await addEstablishment(siret, { closedOn: '2021-06-30' })
    const input = application(siret)
    await expect(signUpOrganisation(visitor(), input)).rejects.toMatchObject({
      code: 'invalid_input',
      field: 'identifier',
      params: { reason: 'establishment_closed', closedOn: '2021-06-30' },
    })
    const accounts = await sql`select 1 from accounts where email = ${input.email}`
    expect(accounts).toHaveLength(0)
  })

  test('a wrong VAT key and a wrong identifier name their field', async () => {
    const siret = freshSiret()
    await expect(
      signUpOrganisation(visitor(), application(siret, { vatNumber: 'FR00999999999' })),
    ).rejects.toMatchObject({ code: 'invalid_input', field: 'vatNumber' })
    await expect(signUpOrganisation(visitor(), application('12345678901234'))).rejects.toMatchObject({
      code: 'invalid_input',
      field: 'identifier',
      params: { reason: 'siret_wrong' },
    })
  })

  test('an unknown establishment can apply with typed facts, a foreign company with its VAT number', async () => {
    const unknown = await apply(sql, application(freshSiret()))
    const foreign = await apply(
      sql,
      application('DE123456789', {
        kind: 'eu_company',
        legalFormLabel: 'GmbH',
        address: { line1: 'Hauptstr. 1', postcode: '10115', city: 'Berlin', countryCode: 'DE' },
      }),
    )
    const rows =
      await sql`select directory_status from organisations where id in ${sql([unknown.organisationId, foreign.organisationId])} order by directory_status`
    expect(rows.map((row) => row.directory_status)).toEqual(['not_applicable', 'unknown'])
  })

  test('a known e-mail gets the same answer, another mail, and nothing new', async () => {
    const first = await apply(sql, application(freshSiret()))
    const siret = freshSiret()
    const again = await signUpOrganisation(visitor(), application(siret, { email: first.email }))
    expect(again).toEqual({
      outcome: 'confirmation_sent',
      accountId: expect.stringMatching(/^acc_/),
      linkExpiresAt: addSeconds(testNow, 86_400),
    })
    expect(await sql`select 1 from accounts where id = ${again.accountId}`).toHaveLength(0)
    const left = {
      organisations: await sql`select 1 from organisations where siret = ${siret}`,
      mails:
        await sql`select template from mail_messages where recipient = ${first.email} order by created_at, template`,
    }
    expect(left.organisations).toHaveLength(0)
    expect(left.mails.map((row) => row.template).sort()).toEqual(['already-registered', 'confirm-email'])
  })
})

describe('a registered organisation', () => {
  test('gets a join request and no second organisation, with the answer of a first sign-up', async () => {
    const siret = freshSiret()
    await apply(sql, application(siret))
    const second = application(siret)
    // The answer is that of a first sign-up, so it does not reveal customers.
    expect(await signUpOrganisation(visitor(), second)).toMatchObject({ outcome: 'confirmation_sent' })
    const left = {
      organisations: await sql`select 1 from organisations where siret = ${siret}`,
      requests:
        await sql`select j.state from join_requests j join accounts a on a.id = j.account_id where a.email = ${second.email}`,
      memberships:
        await sql`select 1 from organisation_members m join accounts a on a.id = m.account_id where a.email = ${second.email}`,
    }
    expect(left.organisations).toHaveLength(1)
    expect(left.requests.map((row) => row.state)).toEqual(['pending'])
    expect(left.memberships).toHaveLength(0)
  })

  test('another establishment of the same public body is another organisation', async () => {
    const siret = freshSiret()
    const base = `${siret.slice(0, 9)}0002`
    const other = [...'0123456789'].map((digit) => base + digit)
    await apply(sql, application(siret))
    const outcomes: string[] = []
    for (const candidate of other) {
      await signUpOrganisation(visitor(), application(candidate)).then(
        (result) => outcomes.push(result.outcome),
        () => undefined,
      )
    }
    expect(outcomes).toEqual(['confirmation_sent'])
  })

  test('of ten concurrent sign-ups of one company, one registers it', async () => {
    const siren = freshSiret().slice(0, 9)
    const results = await Promise.all(
      Array.from({ length: 10 }, () =>
        signUpOrganisation(visitor(), application(siren, { kind: 'company', legalFormLabel: 'SAS' })),
      ),
    )
    expect(new Set(results.map((each) => each.outcome))).toEqual(new Set(['confirmation_sent']))
    const rows = await sql`select 1 from organisations where siren = ${siren}`
    expect(rows).toHaveLength(1)
  })

  test('ends and frees its identifier if it was not confirmed in time', async () => {
    const siret = freshSiret()
    const { organisationId } = await apply(sql, application(siret))
    const later = systemTestContext(addSeconds(testNow, unconfirmedLifeSeconds))
    expect(await reviewOrganisation(later, { organisationId })).toBe('waits_for_email')
    expect(await reviewOrganisation(later, { organisationId, lapse: true })).toBe('lapsed')
    expect(await reviewOrganisation(later, { organisationId, lapse: true })).toBe('nothing_to_do')
    await apply(sql, application(siret))
  })

  test('does not lapse once confirmed', async () => {
    const { organisationId, accountId } = await apply(sql, application(freshSiret()))
    await confirm(sql, accountId)
    const later = systemTestContext(addSeconds(testNow, unconfirmedLifeSeconds))
    expect(await reviewOrganisation(later, { organisationId, lapse: true })).toBe('nothing_to_do')
  })
})

test('a look-up fills in the form without revealing customers', async () => {
  const siret = freshSiret()
  await addEstablishment(siret)
  expect(await lookUpOrganisation(visitor(), { kind: 'public_body', identifier: siret })).toMatchObject({
    outcome: 'found',
    legalName: 'Commune de Valmont',
    vatNumber: null,
  })
  const before = await lookUpOrganisation(visitor(), { kind: 'public_body', identifier: siret })
  await apply(sql, application(siret))
  expect(await lookUpOrganisation(visitor(), { kind: 'public_body', identifier: siret })).toEqual(before)
})
