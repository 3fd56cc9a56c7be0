import { sql } from 'drizzle-orm'
import type { Tx } from '~/db/client'
import { containsWords } from '~/db/expressions/contains-words'
import type { Id } from '~/lib/kernel/ids'

export type PersonHit = { kind: 'member' | 'project'; id: string; name: string; note: string | null }

/** Members by name or mail address, and projects by name or cost centre, with all the words. */
export async function selectPersonHits(
  tx: Tx,
  organisationId: Id<'organisation'>,
  words: readonly string[],
  limit: number,
): Promise<PersonHit[]> {
  const rows = await tx.execute<PersonHit>(sql`
    (select 'member' as kind, m.id, a.full_name as name, a.email as note
      from organisation_members m join accounts a on a.id = m.account_id
      where m.organisation_id = ${organisationId} and m.removed_at is null and ${containsWords(sql`concat_ws(' ', a.full_name, a.email)`, words)}
      order by a.full_name limit ${limit})
    union all
    (select 'project', p.id, p.name, p.cost_centre
      from projects p
      where p.organisation_id = ${organisationId} and p.archived_at is null and ${containsWords(sql`concat_ws(' ', p.name, p.cost_centre)`, words)}
      order by p.name limit ${limit})`)
  return [...rows]
}
