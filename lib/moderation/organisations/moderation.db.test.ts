import { beforeAll, describe, expect, test } from 'vitest'
import { withOrganisation } from '~/db/client'
import { memberTestContext, staffTestContext, systemTestContext } from '~/db/testing/contexts'
import { useTestDatabase } from '~/db/testing/use-test-database'
import { unreadNotices } from '~/lib/identity/notices/read-notices'
import {
  type Applicant,
  addEstablishment,
  application,
  apply,
  confirm,
  freshSiret,
  ownerOf,
} from '~/lib/identity/testing/applicants'
import { newId } from '~/lib/kernel/ids'
import { readCases } from '../cases/read-cases'
import { acceptOrganisation } from './accept-organisation'
import { askOrganisation } from './ask-organisation'
import { liftCap } from './lift-cap'
import { openModerationCase } from './open-case'
import { readModerationStatus } from './read-moderation-status'
import { refuseOrganisation } from './refuse-organisation'
import { resubmitOrganisation } from './resubmit-organisation'
import { reviewOrganisation } from './review-organisation'

const { sql } = useTestDatabase()
const moderator = staffTestContext(newId('staff'), ['moderator'])
const support = staffTestContext(newId('staff'), ['support'])

beforeAll(() => {
  process.env.PORTAL_URL = 'http://portal.example'
  process.env.OPERATOR_URL = 'http://operator.example'
})

async function confirmed(
  changes: Record<string, unknown> = {},
  known: Parameters<typeof addEstablishment>[1] | null = {},
) {
  const siret = freshSiret()
  if (known) await addEstablishment(siret, known)
  const applicant = await apply(sql, application(siret, changes))
  await confirm(sql, applicant.accountId)
  return applicant
}

const left = async ({ organisationId }: Applicant) => ({
  state: (await sql`select state from organisations where id = ${organisationId}`)[0]?.state,
  cap: (await sql`select spending_cap_cents from organisations where id = ${organisationId}`)[0]
    ?.spending_cap_cents,
  quotas:
    await sql`select resource, "limit" from quotas where organisation_id = ${organisationId} order by resource`,
  thread: (
    await sql`select kind from moderation_events where organisation_id = ${organisationId} order by created_at, id`
  ).map((row) => row.kind),
  audit: (
    await sql`select event from audit_events where organisation_id = ${organisationId} order by occurred_at, id`
  ).map((row) => row.event),
  mails: (
    await sql`select m.template from mail_messages m join accounts a on a.email = m.recipient join organisation_members om on om.account_id = a.id where om.organisation_id = ${organisationId}`
  ).map((row) => row.template),
})

describe('the rule', () => {
  test('accepts a verified public body if the applicant has its e-mail domain', async () => {
    const applicant = await confirmed()
    const review = { organisationId: applicant.organisationId }
    expect(await reviewOrganisation(systemTestContext(), review)).toBe('accepted_by_rule')
    expect(await reviewOrganisation(systemTestContext(), review)).toBe('nothing_to_do')
    const after = await left(applicant)
    expect(after.state).toBe('active')
    // Both have the same instant here, so the order is not that of the thread.
    expect([...after.thread].sort()).toEqual(['accepted_by_rule', 'submitted'])
    expect(after.mails).toContain('organisation-accepted')
    expect(Object.fromEntries(after.quotas.map((row) => [row.resource, row.limit]))).toEqual({
      instances: 20,
      vcpu: 64,
      memory_mib: 262_144,
      disk_gib: 4_000,
      volume_gib: 10_000,
      load_balancers: 10,
      public_addresses: 5,
    })
    const notices = await withOrganisation(ownerOf(applicant, 'active'), unreadNotices)
    expect(notices).toMatchObject([{ kind: 'organisation_accepted' }])
  })

  test.each([
    ['the address has another domain', { email: 'someone@elsewhere.example' }, {}],
    ['the address has a look-alike domain', { email: 'someone@notvalmont.example' }, {}],
    ['the directory does not know it', { email: 'a1@valmont.example' }, null],
    ['it is not a public service', { email: 'a2@valmont.example' }, { isPublicService: false }],
    ['a declared fact differs', { email: 'a3@valmont.example', legalName: 'Commune de Valmondois' }, {}],
    ['the directory has no domain', { email: 'a4@valmont.example' }, { emailDomains: [] }],
  ])('leaves the decision to a moderator if %s', async (_why, changes, known) => {
    const applicant = await confirmed(changes, known)
    const outcome = await reviewOrganisation(systemTestContext(), {
      organisationId: applicant.organisationId,
    })
    expect(outcome).toBe('moderators_told')
    expect((await left(applicant)).state).toBe('pending')
  })
})

describe('a moderator', () => {
  test('sees only applicants with a confirmed address, longest wait first', async () => {
    const unconfirmed = await apply(sql, application(freshSiret()))
    const waiting = await confirmed({}, null)
    await reviewOrganisation(systemTestContext(), { organisationId: unconfirmed.organisationId })
    await reviewOrganisation(systemTestContext(), { organisationId: waiting.organisationId })
    const { entries } = await readCases(moderator, { part: 'waiting', kind: 'organisation', assigned: null })
    const ids = entries.map((entry) => entry.organisationId)
    expect(ids).toContain(waiting.organisationId)
    expect(ids).not.toContain(unconfirmed.organisationId)
    const times = entries.map((entry) => entry.openedAt)
    expect(times).toEqual([...times].sort())
    await expect(
      acceptOrganisation(moderator, { organisationId: unconfirmed.organisationId }),
    ).rejects.toMatchObject({ code: 'state_forbids' })
  })

  test('asks; the owner answers with corrected facts; the moderator accepts and lifts the cap', async () => {
    const applicant = await confirmed({ legalName: 'Commune de Walmont' })
    const { organisationId } = applicant
    await askOrganisation(moderator, { organisationId, question: 'Quel est le nom exact ?' })
    const asked = ownerOf(applicant, 'needs_info')
    expect(await readModerationStatus(asked)).toMatchObject({ waitsFor: 'applicant' })
    await resubmitOrganisation(asked, {
      answer: 'Valmont, pardon.',
      legalName: 'Commune de Valmont',
      legalFormLabel: 'Commune et commune nouvelle',
      address: { line1: '1 place de la Mairie', postcode: '76540', city: 'Valmont', countryCode: 'FR' },
    })
    expect(await readModerationStatus(ownerOf(applicant, 'pending'))).toMatchObject({
      waitsFor: 'operator',
    })
    // After a question by a person, the rule no longer decides.
    expect(await reviewOrganisation(systemTestContext(), { organisationId })).toBe('moderators_told')
    const found = await openModerationCase(moderator, organisationId)
    expect(found.comparisons.map((each) => each.verdict)).toEqual([
      'identical',
      'identical',
      'identical',
      'identical',
    ])
    await acceptOrganisation(moderator, { organisationId })
    await liftCap(moderator, { organisationId, reason: 'Marché public signé' })
    const after = await left(applicant)
    expect(after).toMatchObject({ state: 'active', cap: null })
    // All events have the same instant here, so the order is not that of the thread.
    expect([...after.thread].sort()).toEqual(['accepted', 'answered', 'asked', 'cap_lifted', 'submitted'])
    expect(after.audit).toEqual(
      expect.arrayContaining([
        'organisation.information_asked',
        'organisation.resubmitted',
        'organisation.viewed_by_staff',
        'organisation.accepted',
        'organisation.cap_lifted',
      ]),
    )
    expect(after.mails).toEqual(
      expect.arrayContaining(['organisation-asked', 'organisation-accepted', 'cap-lifted']),
    )
  })

  test('refuses with a reason that the applicant reads, and the identifier is free again', async () => {
    const applicant = await confirmed({}, null)
    const reason = 'Cet établissement n’existe pas.'
    await refuseOrganisation(moderator, { organisationId: applicant.organisationId, reason })
    const status = await readModerationStatus(ownerOf(applicant, 'refused'))
    expect(status).toMatchObject({ waitsFor: 'nobody', organisation: { state: 'refused' } })
    expect(status.thread.find((each) => each.kind === 'refused')).toMatchObject({
      kind: 'refused',
      text: reason,
      actorName: null,
    })
    const siret = status.organisation.siret ?? ''
    await apply(sql, application(siret))
  })

  test('of eight concurrent decisions one succeeds, and the others get a conflict', async () => {
    const applicant = await confirmed({}, null)
    const { organisationId } = applicant
    const results = await Promise.allSettled(
      Array.from({ length: 8 }, (_, at) =>
        at % 2 === 0
          ? acceptOrganisation(moderator, { organisationId })
          : refuseOrganisation(moderator, { organisationId, reason: 'non' }),
      ),
    )
    const refusals = results.flatMap((each) => (each.status === 'rejected' ? [each.reason.code] : []))
    expect(refusals).toEqual(Array.from({ length: 7 }, () => 'conflict'))
    expect((await left(applicant)).thread).toHaveLength(2)
  })

  test('leaves one entry per visit in the customer’s audit trail', async () => {
    const applicant = await confirmed({}, null)
    await openModerationCase(moderator, applicant.organisationId)
    await openModerationCase(moderator, applicant.organisationId)
    await openModerationCase(support, applicant.organisationId)
    const views = (await left(applicant)).audit.filter((event) => event === 'organisation.viewed_by_staff')
    expect(views).toHaveLength(2)
  })
})

describe('missing rights', () => {
  test('support reads and does not decide; customers do neither', async () => {
    const applicant = await confirmed({}, null)
    const { organisationId } = applicant
    await openModerationCase(support, organisationId)
    for (const unknown of [newId('organisation'), 'none'])
      await expect(openModerationCase(support, unknown)).rejects.toMatchObject({ code: 'not_found' })
    await expect(acceptOrganisation(support, { organisationId })).rejects.toMatchObject({ code: 'forbidden' })
    const owner = ownerOf(applicant, 'pending')
    await expect(acceptOrganisation(owner, { organisationId })).rejects.toMatchObject({
      code: 'unauthenticated',
    })
    await expect(openModerationCase(owner, organisationId)).rejects.toMatchObject({ code: 'unauthenticated' })
    await expect(reviewOrganisation(owner, { organisationId })).rejects.toMatchObject({ code: 'forbidden' })
    expect((await left(applicant)).state).toBe('pending')
  })

  test('a reader cannot answer, nor an owner without a second factor', async () => {
    const applicant = await confirmed({}, null)
    await askOrganisation(moderator, { organisationId: applicant.organisationId, question: '?' })
    const membership = { organisationId: applicant.organisationId, organisationState: 'needs_info' as const }
    const answer = {
      answer: 'x',
      legalName: 'x',
      legalFormLabel: 'x',
      address: { line1: 'x', postcode: '1', city: 'x', countryCode: 'FR' },
    }
    const reader = memberTestContext(applicant.accountId, { ...membership, role: 'reader' })
    await expect(resubmitOrganisation(reader, answer)).rejects.toMatchObject({ code: 'forbidden' })
    const bare = memberTestContext(
      applicant.accountId,
      { ...membership, role: 'owner' },
      { secondFactorAt: null },
    )
    await expect(resubmitOrganisation(bare, answer)).rejects.toMatchObject({
      code: 'second_factor_setup_required',
    })
    expect((await left(applicant)).state).toBe('needs_info')
  })

  test('an organisation without a question cannot resubmit', async () => {
    const applicant = await confirmed({}, null)
    await expect(
      resubmitOrganisation(ownerOf(applicant, 'pending'), {
        answer: 'x',
        legalName: 'x',
        legalFormLabel: 'x',
        address: { line1: 'x', postcode: '1', city: 'x', countryCode: 'FR' },
      }),
    ).rejects.toMatchObject({ code: 'state_forbids' })
  })
})
