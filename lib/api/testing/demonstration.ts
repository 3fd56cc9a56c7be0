import { beforeAll } from 'vitest'
import { memberTestContext, testNow } from '~/db/testing/contexts'
import { useTestDatabase } from '~/db/testing/use-test-database'
import { tokenPermissions } from '~/lib/identity/permissions'
import type { Id } from '~/lib/kernel/ids'
import type { MemberRole, OpContext } from '~/lib/kernel/op-context'
import { seedDemonstration } from '~/lib/seed/seed-demonstration'
import { openApiDocument } from '../document/openapi'
import { operations } from '../operations'
import { useApi } from './caller'
import { answerChecker } from './check-answer'
import type { Document } from './draw'
import { tokenOf } from './token-of'

/** The demonstration of one file of tests, and an API on it at its moment. */
export function useDemonstrationApi() {
  const database = useTestDatabase()
  const { call, port } = useApi({ now: () => testNow })
  const document = openApiDocument(operations) as unknown as Document

  beforeAll(async () => {
    process.env.RATE_LIMIT_FACTOR = '1000'
    await seedDemonstration(testNow, database.current.roleUrl('andromede_simulator'))
  }, 180_000)

  /** The context of a member, by mail address. */
  async function contextOf(email: string): Promise<OpContext> {
    const [row] = await database.current.sql<
      { account_id: Id<'account'>; organisation_id: Id<'organisation'>; role: MemberRole }[]
    >`select m.account_id, m.organisation_id, m.role from organisation_members m
      join accounts a on a.id = m.account_id where a.email = ${email} order by m.created_at limit 1`
    if (!row) throw new Error(`${email} is no member`)
    return memberTestContext(row.account_id, { organisationId: row.organisation_id, role: row.role })
  }

  /** A token of the member that may do all that a token may. */
  const strongToken = async (email: string) =>
    tokenOf(await contextOf(email), { permissions: [...tokenPermissions], mayDestroy: true })

  /**
   * Ids of the organisation's things, by prefix: what the API names in its lists. The holder's own membership is left
   * out: requests that are drawn with it would end the token.
   */
  async function idsOf(secret: string, holder: string): Promise<Map<string, string[]>> {
    const ids = new Map<string, string[]>()
    const own = await database.current.sql<{ id: string }[]>`
      select m.id from organisation_members m join accounts a on a.id = m.account_id where a.email = ${holder}`
    for (const [path, { get }] of Object.entries(document.paths)) {
      if (!get || path.includes('{')) continue
      const { text } = await call(secret, 'GET', path)
      for (const [, id = ''] of text.matchAll(/"((?:[a-z]{3})_[0-9a-z]{26})"/g)) {
        const kind = id.slice(0, 3)
        const known = ids.get(kind) ?? []
        if (own.some((each) => each.id === id)) continue
        if (known.length < 6 && !known.includes(id)) ids.set(kind, [...known, id])
      }
    }
    return ids
  }

  return { database, call, port, document, faultsOf: answerChecker(document), contextOf, strongToken, idsOf }
}
