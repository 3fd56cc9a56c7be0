import { sql } from 'drizzle-orm'
import type { Tx } from '~/db/client'
import { foldedText, hasWords } from '~/db/expressions/contains-words'
import type { Id } from '~/lib/kernel/ids'

export type PersonHit = { kind: 'member' | 'project'; id: string; name: string; note: string | null }

/** Whom and what a search is limited to: the person's own entry and these projects with their members. */
export type Within = { accountId: Id<'account'>; projects: readonly Id<'project'>[] } | null

/** Members by name or mail address, and projects by name or cost centre, with all the words. */
export async function selectPersonHits(
  tx: Tx,
  organisationId: Id<'organisation'>,
  words: readonly string[],
  within: Within,
  limit: number,
): Promise<PersonHit[]> {
  const projects = sql`array[${sql.join(
    (within?.projects ?? []).map((id) => sql`${id}`),
    sql`, `,
  )}]::text[]`
  const isShownMember = within
    ? sql`(m.account_id = ${within.accountId} or exists (
        select from project_roles r where r.member_id = m.id and r.project_id = any(${projects})))`
    : sql`true`
  const isShownProject = within ? sql`p.id = any(${projects})` : sql`true`
  const rows = await tx.execute<PersonHit>(sql`
    (select 'member' as kind, m.id, a.full_name as name, a.email as note
      from organisation_members m join accounts a on a.id = m.account_id
      cross join lateral (select ${foldedText(sql`concat_ws(' ', a.full_name, a.email)`)} as text) t
      where m.organisation_id = ${organisationId} and m.removed_at is null and ${isShownMember} and ${hasWords(sql`t.text`, words)}
      order by a.full_name limit ${limit})
    union all
    (select 'project', p.id, p.name, p.cost_centre
      from projects p
      cross join lateral (select ${foldedText(sql`concat_ws(' ', p.name, p.cost_centre)`)} as text) t
      where p.organisation_id = ${organisationId} and p.archived_at is null and ${isShownProject} and ${hasWords(sql`t.text`, words)}
      order by p.name limit ${limit})`)
  return [...rows]
}
