import type postgres from 'postgres'
import { beforeAll } from 'vitest'
import { memberTestContext, testNow } from '~/db/testing/contexts'
import type { TestOrganisation } from '~/db/testing/organisation'
import type { FileDatabase } from '~/db/testing/use-test-database'
import { makeZone, seedContext, type TestZone } from '~/lib/datacentre/testing/datacenter'
import { newId } from '~/lib/kernel/ids'
import type { MemberRole } from '~/lib/kernel/op-context'
import { defineSellingEntity } from '../seller/define-selling-entity'
import { makeCatalogue, type TestCatalogue, testSeller } from './order-world'

/** For a `*.db.test.ts` of orders: one zone with a catalogue, a seller, and the tables' owner. */
export function useOrderWorld(database: FileDatabase, ...zoneOf: Parameters<typeof makeZone>) {
  const world = { sql: database.sql } as { sql: postgres.Sql; zone: TestZone; catalogue: TestCatalogue }
  beforeAll(async () => {
    process.env.RATE_LIMIT_FACTOR = '1000000'
    world.zone = await makeZone(...zoneOf)
    world.catalogue = await makeCatalogue([world.zone])
    await defineSellingEntity(seedContext(), testSeller)
  })
  return world
}

/** Adds a member who joined when the tests' time starts. */
export async function joinMember(sql: postgres.Sql, organisation: TestOrganisation, role: MemberRole) {
  const [accountId, memberId] = [newId('account'), newId('member')]
  await sql`insert into accounts (id, email, full_name, password_hash, created_at) values (${accountId}, ${`${accountId}@example.test`}, ${role}, '-', ${testNow})`
  await sql`insert into organisation_members (organisation_id, id, account_id, role, created_at) values (${organisation.organisationId}, ${memberId}, ${accountId}, ${role}, ${testNow})`
  const at = (now?: Date) => memberTestContext(accountId, { ...organisation, role }, now ? { now } : {})
  return { accountId, memberId, ctx: at(), at }
}
