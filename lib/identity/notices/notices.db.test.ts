import { beforeAll, expect, test } from 'vitest'
import { withOrganisation } from '~/db/client'
import { memberTestContext, testNow } from '~/db/testing/contexts'
import { useTestDatabase } from '~/db/testing/use-test-database'
import { type Id, newId } from '~/lib/kernel/ids'
import type { MemberRole, ProjectRole } from '~/lib/kernel/op-context'
import { addSeconds } from '~/lib/kernel/time/clock'
import { makeBuyer, type TestBuyer } from '~/testing/buyer'
import { addMember } from '~/testing/member'
import { createProject } from '../projects/create-project'
import { addNotice } from './add-notice'
import { listNotices, readNotices, unreadNotices } from './read-notices'

const { sql } = useTestDatabase()
let buyer: TestBuyer
let otherProject: Id<'project'>

/** Creates a member since `joined`, or a guest of `projects` only. */
async function member(role: MemberRole, projects: Record<string, ProjectRole> = {}, joined = testNow) {
  const { accountId } = await addMember(sql, buyer, role, { joinedAt: joined })
  const { organisationId } = buyer
  const at = (seconds = 0) =>
    memberTestContext(
      accountId,
      { organisationId, role, projectRoles: projects },
      { now: addSeconds(testNow, seconds) },
    )
  return { accountId, at }
}
const unread = async (who: { at: (seconds?: number) => ReturnType<typeof memberTestContext> }) =>
  (await withOrganisation(who.at(), unreadNotices)).map(({ href }) => href)

beforeAll(async () => {
  buyer = await makeBuyer(sql)
  otherProject = (await createProject(buyer.as(), { name: 'Autre', sharePercent: '0' })).id
})

test('members see what concerns them, guests only notices of their projects, and reading affects only oneself', async () => {
  const technician = await member('technical')
  const reader = await member('reader')
  const guest = await member('guest', { [buyer.projectId]: 'approver' })
  const add = (seconds: number, href: string, more: Partial<Parameters<typeof addNotice>[2]> = {}) =>
    withOrganisation(technician.at(seconds), (tx, organisationId) =>
      addNotice(tx, technician.at(seconds), { organisationId, kind: 'cap_lifted', href, ...more }),
    )
  await add(1, '/whole')
  await add(2, '/theirs', { projectId: buyer.projectId })
  await add(3, '/other', { projectId: otherProject })
  await add(4, '/guest', { accountId: guest.accountId })
  await add(5, '/reader', { accountId: reader.accountId })
  // The bell and the page agree: nothing waits for this decision any more.
  await add(6, '/decided', { accountId: technician.accountId, params: { orderId: newId('order') } })
  expect(await unread(technician)).toEqual(['/other', '/theirs', '/whole'])
  const page = await listNotices(technician.at(9), { page: 1 })
  expect(page.rows.map(({ href, isUnread }) => [href, isUnread])).toContainEqual(['/decided', false])
  expect(await unread(reader)).toEqual(['/reader', '/other', '/theirs', '/whole'])
  expect(await unread(guest)).toEqual(['/guest', '/theirs'])

  await readNotices(reader.at(9), { upTo: addSeconds(testNow, 2).toISOString() })
  expect(await unread(reader)).toEqual(['/reader', '/other'])
  // Marking an earlier instant as read brings nothing back.
  await readNotices(reader.at(9), { upTo: addSeconds(testNow, 1).toISOString() })
  expect(await unread(reader)).toEqual(['/reader', '/other'])
  await readNotices(guest.at(9), { upTo: addSeconds(testNow, 9).toISOString() })
  expect(await unread(guest)).toEqual([])
  expect(await unread(technician)).toEqual(['/other', '/theirs', '/whole'])

  const late = await member('technical', {}, addSeconds(testNow, 3))
  expect(await unread(late)).toEqual(['/other'])

  const all = async (who: typeof reader) =>
    (await listNotices(who.at(9), { page: 9 })).rows.map(({ href, isUnread }) => [href, isUnread])
  expect(await all(reader)).toEqual([
    ['/reader', true],
    ['/other', true],
    ['/theirs', false],
    ['/whole', false],
  ])
  expect(await all(guest)).toEqual([
    ['/guest', false],
    ['/theirs', false],
  ])
  expect(await listNotices(late.at(9), { page: 1 })).toMatchObject({ rows: [{ href: '/other' }], total: 1 })
})
