import type postgres from 'postgres'
import { beforeAll, beforeEach } from 'vitest'
import { memberTestContext, staffTestContext, testNow } from '~/db/testing/contexts'
import { type FileDatabase, useTestDatabase } from '~/db/testing/use-test-database'
import type { Id } from '~/lib/kernel/ids'
import type { MemberRole, Membership, OpContext } from '~/lib/kernel/op-context'
import { addSeconds } from '~/lib/kernel/time/clock'
import { makeBuyers, type TestBuyer } from '~/testing/buyer'
import { addMember } from '~/testing/member'
import { makeStaff } from '~/testing/staff'
import { uploadTicketFile } from '../index'

export const asked = {
  subject: 'Le serveur ne répond plus',
  category: 'incident' as const,
  impact: 'degraded' as const,
  body: 'Depuis ce matin, le site est lent.',
  files: [],
}
export const everything = {
  page: 1,
  part: 'all' as const,
  category: null,
  isMine: false,
  projectId: null,
  search: '',
}
export const everyPart = { part: 'support' as const, category: null, priority: null, assigned: null }
export const later = (hours: number) => addSeconds(testNow, hours * 3_600)

type World = {
  database: FileDatabase
  /** Connects as the owner of the tables. */
  sql: postgres.Sql
  ours: TestBuyer
  theirs: TestBuyer
  /** Two support agents. */
  agents: Id<'staff'>[]
  agent(index?: number, now?: Date): OpContext
  person(organisation: TestBuyer, role: MemberRole): Promise<Id<'account'>>
  /** Recipients of the mails of this template, oldest first. */
  mails(template: string): Promise<string[]>
}

/** In a `*.db.test.ts`: two new organisations per test, and support staff. */
export function useTicketWorld(): World {
  const database = useTestDatabase()
  const { sql } = database
  const world = {
    database,
    sql,
    agents: [] as Id<'staff'>[],
    agent: (index = 0, now = testNow) =>
      staffTestContext(world.agents[index] as Id<'staff'>, ['support'], now),
    person: async (organisation: TestBuyer, role: MemberRole) =>
      (await addMember(sql, organisation, role, { fullName: 'Dominique Essai', joinedAt: new Date() }))
        .accountId,
    mails: async (template: string) =>
      (await world.sql`select recipient from mail_messages where template = ${template} order by id`).map(
        (row) => row.recipient as string,
      ),
  } as World
  beforeAll(async () => {
    for (const fullName of ['Agent 1', 'Agent 2'])
      world.agents.push((await makeStaff(sql, ['support'], { fullName })).staffId)
  })
  beforeEach(async () => {
    ;[world.ours, world.theirs] = await makeBuyers(sql, 2)
  })
  return world
}

/** Context of its owner, or of another member. */
export function as(
  organisation: TestBuyer,
  role: MemberRole = 'owner',
  more: Partial<Membership> & { accountId?: Id<'account'>; now?: Date } = {},
): OpContext {
  const { accountId = organisation.accountId, now = testNow, ...membership } = more
  const { organisationId } = organisation
  return memberTestContext(accountId, { organisationId, role, ...membership }, { now })
}

/** As received over HTTP, in chunks. */
export async function* inChunks(bytes: Uint8Array): AsyncIterable<Uint8Array> {
  for (let at = 0; at < bytes.length; at += 65_536) yield bytes.subarray(at, at + 65_536)
}

/** Uploads a file for a message of this customer. */
export async function sendFile(
  ctx: OpContext,
  name: string,
  content: Uint8Array,
): Promise<Id<'ticketUpload'>> {
  return (await uploadTicketFile(ctx, { name, content: inChunks(content) })).uploadId
}
