import { expect, test } from 'vitest'
import { systemTestContext } from '~/db/testing/contexts'
import { useTestDatabase } from '~/db/testing/use-test-database'
import { readDemonstrationCode } from '~/lib/identity'
import { newCustomerCapCents } from '~/lib/identity/organisations/kinds'
import { addEstablishment, application, apply, confirm, freshSiret } from '~/lib/identity/testing/applicants'
import { signInAs, visitor } from '~/lib/identity/testing/people'
import { reviewOrganisation } from '~/lib/moderation'
import { startingQuotas } from '~/lib/moderation/organisations/activate'
import { makeBuyer } from './buyer'

const { sql } = useTestDatabase()

/** What others read of an organisation, without names, identifiers and instants. */
async function rowsOf(organisationId: string) {
  const [organisation] = await sql`
    select kind, state, directory_status, legal_form_code, legal_form_label, legal_address, billing_address, spending_cap_cents,
      siren = left(siret, 9) as has_siret, decided_at is not null as is_decided,
      exists (select from directory_establishments d where d.siret = o.siret
        and split_part(billing_contact_email, '@', 2) = any (email_domains)) as has_domain
    from organisations o where id = ${organisationId}`
  const members = await sql`
    select role, removed_at, email_verified_at is not null as is_verified from organisation_members
    join accounts on accounts.id = account_id where organisation_id = ${organisationId}`
  const quotas = await sql`
    select resource, "limit", used, is_default from quotas join projects on projects.id = project_id
    where quotas.organisation_id = ${organisationId} order by resource`
  const accepted = await sql`
    select distinct kind from legal_acceptances where organisation_id = ${organisationId} order by kind`
  return { organisation, members: [...members], quotas: [...quotas], accepted: [...accepted] }
}

test('the rows of a public body are those of one that signed up and was accepted', async () => {
  process.env.PORTAL_URL = 'http://portal.example'
  const siret = freshSiret()
  await addEstablishment(siret)
  const applicant = await apply(sql, application(siret))
  await confirm(sql, applicant.accountId)
  const { organisationId } = applicant
  expect(await reviewOrganisation(systemTestContext(), { organisationId })).toBe('accepted_by_rule')

  const buyer = await makeBuyer(sql, {
    kind: 'public_body',
    quotas: startingQuotas,
    spendingCapCents: newCustomerCapCents,
  })
  expect(await rowsOf(buyer.organisationId)).toEqual(await rowsOf(organisationId))
})

test('its owner signs in with a second factor, its members without', async () => {
  const { owner, members } = await makeBuyer(sql, { kind: 'public_body', roles: ['technical'] })
  const system = { ...visitor(), actor: { kind: 'system' as const, name: 'test' } }
  const code = await readDemonstrationCode(system, owner)
  expect(await signInAs(visitor(), owner.email, code)).toMatch(/^[A-Za-z0-9_-]{43}$/)
  expect(await signInAs(visitor(), members.technical?.email ?? '')).toMatch(/^[A-Za-z0-9_-]{43}$/)
})
