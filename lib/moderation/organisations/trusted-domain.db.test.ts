import { beforeAll, expect, test } from 'vitest'
import { staffTestContext, systemTestContext } from '~/db/testing/contexts'
import { useTestDatabase } from '~/db/testing/use-test-database'
import { addEstablishment, application, apply, confirm, freshSiret } from '~/lib/identity/testing/applicants'
import { newId } from '~/lib/kernel/ids'
import { withCheckDigit } from '~/testing/siren'
import { acceptOrganisation } from './accept-organisation'
import { openModerationCase } from './open-case'
import { refuseOrganisation } from './refuse-organisation'
import { reviewOrganisation } from './review-organisation'

const { sql } = useTestDatabase()
const moderator = staffTestContext(newId('staff'), ['moderator'])
const unnamed = { emailDomains: [] }

beforeAll(() => {
  process.env.PORTAL_URL = 'http://portal.example'
  process.env.OPERATOR_URL = 'http://operator.example'
})

/** Returns another establishment of the same legal unit. */
const siblingOf = (siret: string, number: number) =>
  withCheckDigit(`${siret.slice(0, 9)}${String(number).padStart(4, '0')}`)

let persons = 0
async function applied(siret: string, domain: string, changes: Record<string, unknown> = {}) {
  persons += 1
  await addEstablishment(siret, { ...unnamed, isHeadOffice: siret.slice(9, 13) === '0001' })
  const input = application(siret, { email: `personne${persons}@${domain}`, ...changes })
  const applicant = await apply(sql, input)
  await confirm(sql, applicant.accountId)
  return applicant
}

const review = ({ organisationId }: { organisationId: string }) =>
  reviewOrganisation(systemTestContext(), { organisationId: organisationId as never })

const trusted = async (siret: string) =>
  (await sql`select domain from trusted_email_domains where siren = ${siret.slice(0, 9)}`).map(
    (row) => row.domain,
  )

test('an approved domain counts for the same legal unit only', async () => {
  const siret = freshSiret()
  const first = await applied(siret, 'mairie.example')
  expect(await review(first)).toBe('moderators_told')
  const { organisationId } = first
  expect(await openModerationCase(moderator, organisationId)).toMatchObject({
    emailVerdict: 'unknown_domain',
    trustableDomain: 'mairie.example',
  })
  await acceptOrganisation(moderator, { organisationId, trustedDomain: 'mairie.example' })
  expect(await trusted(siret)).toEqual(['mairie.example'])

  const library = await applied(siblingOf(siret, 2), 'mairie.example')
  expect(await openModerationCase(moderator, library.organisationId)).toMatchObject({
    emailVerdict: 'same_domain',
    trustableDomain: null,
  })
  expect(await review(library)).toBe('accepted_by_rule')
  expect(await review(await applied(siblingOf(siret, 3), 'elsewhere.example'))).toBe('moderators_told')
  const differing = { legalName: 'Commune de Valmondois' }
  expect(await review(await applied(siblingOf(siret, 4), 'mairie.example', differing))).toBe(
    'moderators_told',
  )
  expect(await review(await applied(freshSiret(), 'mairie.example'))).toBe('moderators_told')
})

test('accepting without an approval of the domain changes nothing for the next application', async () => {
  const siret = freshSiret()
  const { organisationId } = await applied(siret, 'mairie.example')
  await acceptOrganisation(moderator, { organisationId })
  expect(await trusted(siret)).toEqual([])
  expect(await review(await applied(siblingOf(siret, 2), 'mairie.example'))).toBe('moderators_told')
})

test('only the domain shown on the application can be approved; otherwise nothing is accepted', async () => {
  const siret = freshSiret()
  const { organisationId } = await applied(siret, 'mairie.example')
  await expect(
    acceptOrganisation(moderator, { organisationId, trustedDomain: 'other.example' }),
  ).rejects.toMatchObject({ code: 'conflict' })
  const everybody = await applied(freshSiret(), 'gmail.com')
  await expect(
    acceptOrganisation(moderator, {
      organisationId: everybody.organisationId,
      trustedDomain: 'gmail.com',
    }),
  ).rejects.toMatchObject({ code: 'conflict' })
  const states =
    await sql`select state from organisations where id in (${organisationId}, ${everybody.organisationId})`
  expect(states.map((row) => row.state)).toEqual(['pending', 'pending'])
  expect(await trusted(siret)).toEqual([])
})

test('a refusal of an applicant with that domain withdraws the approval, and both are in the audit trail', async () => {
  const siret = freshSiret()
  const { organisationId } = await applied(siret, 'mairie.example')
  await acceptOrganisation(moderator, { organisationId, trustedDomain: 'mairie.example' })
  const second = await applied(siblingOf(siret, 2), 'mairie.example')
  await refuseOrganisation(moderator, { organisationId: second.organisationId, reason: 'Inconnu.' })
  expect(await trusted(siret)).toEqual([])
  expect(await review(await applied(siblingOf(siret, 3), 'mairie.example'))).toBe('moderators_told')
  const events =
    await sql`select event from audit_events where organisation_id in (${organisationId}, ${second.organisationId})
      and event like 'organisation.domain_%' order by event`
  expect(events.map((row) => row.event)).toEqual([
    'organisation.domain_distrusted',
    'organisation.domain_trusted',
  ])
})
