import type postgres from 'postgres'
import { beforeAll, beforeEach } from 'vitest'
import { memberTestContext, staffTestContext, testNow } from '~/db/testing/contexts'
import { insertTestOrganisations, type TestOrganisation } from '~/db/testing/organisation'
import { type FileDatabase, useTestDatabase } from '~/db/testing/use-test-database'
import { type Id, newId } from '~/lib/kernel/ids'
import type { MemberRole, Membership, OpContext, StaffRole } from '~/lib/kernel/op-context'
import { addSeconds } from '~/lib/kernel/time/clock'
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
  ours: TestOrganisation
  theirs: TestOrganisation
  /** Two support agents. */
  agents: Id<'staff'>[]
  agent(index?: number, now?: Date): OpContext
  person(organisation: TestOrganisation, role: MemberRole): Promise<Id<'account'>>
  /** Recipients of the mails of this template, oldest first. */
  mails(template: string): Promise<string[]>
}

/** In a `*.db.test.ts`: two new organisations per test, and support staff. */
export function useTicketWorld(): World {
  const database = useTestDatabase()
  const world = {
    database,
    sql: database.sql,
    agent: (index = 0, now = testNow) =>
      staffTestContext(world.agents[index] as Id<'staff'>, ['support'], now),
    person,
    mails: async (template: string) =>
      (await world.sql`select recipient from mail_messages where template = ${template} order by id`).map(
        (row) => row.recipient as string,
      ),
  } as World
  async function staff(roles: StaffRole[]) {
    const id = newId('staff')
    await world.sql`insert into staff_accounts (id, email, full_name, password_hash, roles, created_at)
      values (${id}, ${`${id}@andromede.test`}, ${`Agent ${id.slice(-4)}`}, '-', ${roles}, now())`
    return id
  }
  async function person(organisation: TestOrganisation, role: MemberRole) {
    const accountId = newId('account')
    await world.sql`insert into accounts (id, email, full_name, password_hash, email_verified_at, created_at)
      values (${accountId}, ${`${accountId}@example.test`}, 'Dominique Essai', '-', now(), now())`
    await world.sql`insert into organisation_members (organisation_id, id, account_id, role, created_at)
      values (${organisation.organisationId}, ${newId('member')}, ${accountId}, ${role}, now())`
    return accountId
  }
  beforeAll(async () => {
    world.agents = [await staff(['support']), await staff(['support'])]
  })
  beforeEach(async () => {
    const made = await insertTestOrganisations(database.current, 2)
    ;[world.ours, world.theirs] = made as [TestOrganisation, TestOrganisation]
  })
  return world
}

/** Context of its owner, or of another member. */
export function as(
  organisation: TestOrganisation,
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
