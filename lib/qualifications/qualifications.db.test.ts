import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { anonymousTestContext, staffTestContext, testNow } from '~/db/testing/contexts'
import { useTestDatabase } from '~/db/testing/use-test-database'
import { staffRoles } from '~/lib/kernel/op-context'
import { makeStaff } from '~/testing/staff'
import {
  changeQualification,
  declareQualification,
  defineQualification,
  listQualifications,
  showQualifications,
  withdrawQualification,
} from './index'
import type { DeclareQualificationInput } from './schema'

const { sql, sqlAs } = useTestDatabase()
const administrator = staffTestContext('stf_test', ['administrator'])
const visitor = anonymousTestContext()
const obtained: DeclareQualificationInput = {
  kind: 'iso_27001',
  status: 'obtained',
  statusOn: '2026-03-12',
  validUntil: '2029-03-11',
  scopeFr: 'Exploitation des zones',
  scopeEn: 'Operation of the zones',
  body: 'Bureau Exemple',
  reference: 'EX-27001-1',
  link: 'https://certificats.exemple.fr/27001',
}
const planned: DeclareQualificationInput = {
  kind: 'hds',
  status: 'planned',
  statusOn: '2026-11-02',
  scopeFr: 'Hébergement',
  scopeEn: 'Hosting',
}

beforeAll(async () => {
  await makeStaff(sql, ['administrator'], { id: 'stf_test', fullName: 'Alix Morel' })
})
beforeEach(async () => {
  await sql`delete from qualifications`
})

const onlyEntry = async () => {
  const [entry] = await listQualifications(administrator)
  if (!entry) throw new Error('nothing is declared')
  return entry
}
const shownOf = async () => {
  const { id, changedAt } = await onlyEntry()
  return { qualificationId: id, basis: changedAt }
}

test('a bare installation has no qualification', async () => {
  expect(await showQualifications(visitor)).toEqual([])
})

test('a visitor without a session reads what is declared, without the name of who declared it', async () => {
  await declareQualification(administrator, obtained)
  const [shown] = await showQualifications(visitor)
  expect(shown).toEqual({
    id: expect.stringMatching(/^qlf_/),
    name: null,
    ...obtained,
    status: undefined,
    standing: 'obtained',
    changedAt: testNow.toISOString(),
  })
  expect(await onlyEntry()).toMatchObject({ changedBy: 'Alix Morel', status: 'obtained' })
})

test('an obtained qualification ends the day after the last day of its validity', async () => {
  await declareQualification(administrator, { ...obtained, validUntil: '2026-11-30' })
  const standingAt = async (instant: string) =>
    (await showQualifications({ ...visitor, now: new Date(instant) }))[0]?.standing
  expect(await standingAt('2026-11-30T22:59:00Z')).toBe('obtained')
  expect(await standingAt('2026-11-30T23:01:00Z')).toBe('expired')
})

describe('a declaration is refused, and the refusal names the field', () => {
  test.each([
    ['obtained without a body', { ...obtained, body: ' ' }, 'body', 'qualification_needs_body'],
    [
      'obtained without a reference',
      { ...obtained, reference: '' },
      'reference',
      'qualification_needs_reference',
    ],
    ['a day to come', { ...planned, statusOn: '2026-11-25' }, 'statusOn', 'day_to_come'],
    [
      'the end of what is not obtained',
      { ...planned, validUntil: '2027-01-01' },
      'validUntil',
      'qualification_not_obtained',
    ],
    ['an end before its start', { ...obtained, validUntil: '2026-03-11' }, 'validUntil', 'ends_before_start'],
    ['another kind without a name', { ...planned, kind: 'other' as const }, 'name', 'required'],
  ])('%s', async (_, input, field, reason) => {
    await expect(declareQualification(administrator, input)).rejects.toMatchObject({
      code: 'invalid_input',
      field,
      params: { reason },
    })
  })

  test.each([
    ['no date', { ...obtained, statusOn: '' }, 'statusOn'],
    ['no scope in English', { ...planned, scopeEn: '' }, 'scopeEn'],
    ['a link that is not https', { ...obtained, link: 'javascript:alert(1)' }, 'link'],
    ['a link with a password', { ...obtained, link: 'https://me:secret@exemple.fr' }, 'link'],
  ])('%s', async (_, input, field) => {
    await expect(declareQualification(administrator, input)).rejects.toMatchObject({
      issues: [{ path: [field] }],
    })
  })
})

describe('only an administrator with a fresh proof declares', () => {
  test.each(staffRoles.filter((role) => role !== 'administrator'))('not a %s', async (role) => {
    const ctx = staffTestContext('stf_test', [role])
    await declareQualification(administrator, planned)
    const shown = await shownOf()
    await expect(declareQualification(ctx, planned)).rejects.toMatchObject({ code: 'forbidden' })
    await expect(changeQualification(ctx, { ...obtained, ...shown })).rejects.toMatchObject({
      code: 'forbidden',
    })
    await expect(withdrawQualification(ctx, { ...shown, withdrawnOn: '2026-11-24' })).rejects.toMatchObject({
      code: 'forbidden',
    })
  })

  test('not with a proof older than five minutes', async () => {
    const stale = { ...administrator, now: new Date(testNow.getTime() + 6 * 60_000) }
    // The session that names the kind of proof is not in this database.
    await expect(declareQualification(stale, planned)).rejects.toMatchObject({ code: 'unauthenticated' })
    expect(await showQualifications(visitor)).toEqual([])
  })

  test('neither a visitor nor a member of staff through the door of the product', async () => {
    await expect(declareQualification(visitor, planned)).rejects.toMatchObject({ code: 'unauthenticated' })
    await expect(defineQualification(administrator, planned)).rejects.toMatchObject({ code: 'forbidden' })
    await expect(listQualifications(visitor)).rejects.toMatchObject({ code: 'unauthenticated' })
  })
})

test('a change is in the journal with the values before and after, and one without a difference is not', async () => {
  await declareQualification(administrator, planned)
  const shown = await shownOf()
  await changeQualification(administrator, { ...planned, ...shown })
  const later = { ...administrator, now: new Date(testNow.getTime() + 60_000) }
  await changeQualification(later, { ...planned, ...shown, status: 'audit', statusOn: '2026-11-20' })
  expect(await onlyEntry()).toMatchObject({ standing: 'audit', changedAt: later.now.toISOString() })
  const events =
    await sql`select details from audit_events where event = 'qualification.changed' order by sequence`
  expect(events.map(({ details }) => details)).toEqual([
    {
      kind: 'hds',
      from: { status: 'planned', statusOn: '2026-11-02' },
      to: { status: 'audit', statusOn: '2026-11-20' },
    },
  ])
})

test('a change of a version that is no longer shown is refused', async () => {
  await declareQualification(administrator, planned)
  const shown = await shownOf()
  const later = { ...administrator, now: new Date(testNow.getTime() + 60_000) }
  await changeQualification(later, { ...planned, ...shown, status: 'filed' })
  await expect(changeQualification(administrator, { ...obtained, ...shown })).rejects.toMatchObject({
    code: 'conflict',
  })
})

test('a withdrawn qualification stays public, and is withdrawn once, within its time', async () => {
  await declareQualification(administrator, obtained)
  const shown = await shownOf()
  const withdraw = (withdrawnOn: string, basis = shown.basis) =>
    withdrawQualification(administrator, { ...shown, basis, withdrawnOn })
  await expect(withdraw('2026-11-25')).rejects.toMatchObject({ params: { reason: 'day_to_come' } })
  await expect(withdraw('2026-03-11')).rejects.toMatchObject({
    field: 'withdrawnOn',
    params: { reason: 'qualification_withdrawn_early' },
  })
  await withdraw('2026-11-20')
  expect(await showQualifications(visitor)).toMatchObject([{ standing: 'withdrawn', statusOn: '2026-11-20' }])
  await expect(withdraw('2026-11-21')).rejects.toMatchObject({ code: 'conflict' })
})

describe('the database itself', () => {
  const portal = sqlAs('andromede_portal')
  const operator = sqlAs('andromede_operator')

  test('lets the portal read what everyone may, and nothing else', async () => {
    await declareQualification(administrator, obtained)
    expect(await portal`select kind, status from qualifications`).toHaveLength(1)
    await expect(portal`select changed_by_staff_id from qualifications`).rejects.toThrow('permission denied')
    await expect(portal`update qualifications set status = 'obtained'`).rejects.toThrow('permission denied')
    await expect(portal`insert into qualifications (id) values ('qlf_1')`).rejects.toThrow(
      'permission denied',
    )
  })

  test('lets no process delete a row, nor store a claim that cannot be verified', async () => {
    await declareQualification(administrator, obtained)
    await expect(operator`delete from qualifications`).rejects.toThrow('permission denied')
    await expect(operator`update qualifications set reference = null`).rejects.toThrow(
      'qualifications_obtained',
    )
    await expect(operator`update qualifications set status = 'audit'`).rejects.toThrow(
      'qualifications_validity',
    )
  })
})
