import { type SQL, sql } from 'drizzle-orm'
import type { Tx } from '~/db/client'
import { foldedText, hasWords } from '~/db/expressions/contains-words'

export type EstateHit = {
  kind: 'instance' | 'volume' | 'balancer' | 'address'
  id: string
  name: string
  state: string
  projectId: string
  /** The addresses of a server or balancer, or the server that holds an address. */
  note: string | null
}

const valuesOf = (tags: SQL) =>
  sql`(select string_agg(concat_ws(' ', e.key, e.value), ' ') from jsonb_each_text(${tags}) e)`

/** Resources of which name, address, name in DNS, tag or id has all the words; the names that begin with them first. */
export async function selectEstateHits(
  tx: Tx,
  words: readonly string[],
  limit: number,
): Promise<EstateHit[]> {
  const begins = (name: SQL) => sql`starts_with(lower(${name}), ${words[0] ?? ''}) desc, ${name}`
  const matches = hasWords(sql`t.text`, words)
  const text = (of: SQL) => sql`cross join lateral (select ${foldedText(of)} as text) t`
  const publicOf = (holder: SQL) => sql`
    left join lateral (
      select string_agg(a.address, ' ') as addresses,
        (select string_agg(n.name, ' ') from name_records n where n.type = 'A' and n.contents && array_agg(a.address)) as names
      from public_addresses a where ${holder} and a.released_at is null) p on true`
  const rows = await tx.execute<EstateHit>(sql`
    (select 'instance' as kind, i.id, i.name, i.state, i.project_id as "projectId", coalesce(p.addresses, i.address) as note
      from instances i ${publicOf(sql`a.instance_id = i.id`)}
      ${text(sql`concat_ws(' ', i.name, i.address, p.addresses, p.names, i.id, ${valuesOf(sql`i.tags`)},
        (select string_agg(concat_ws(' ', c.address, c.address6), ' ') from private_addresses c where c.instance_id = i.id))`)}
      where i.state not in ('purging', 'purged') and ${matches}
      order by ${begins(sql`i.name`)} limit ${limit})
    union all
    (select 'volume', v.id, v.name, v.state, v.project_id, null
      from volumes v ${text(sql`concat_ws(' ', v.name, v.id, ${valuesOf(sql`v.tags`)})`)}
      where v.state not in ('purging', 'purged') and ${matches}
      order by ${begins(sql`v.name`)} limit ${limit})
    union all
    (select 'balancer', b.id, b.name, b.state, b.project_id, p.addresses
      from balancers b ${publicOf(sql`a.balancer_id = b.id`)}
      ${text(sql`concat_ws(' ', b.name, b.id, p.addresses, p.names)`)}
      where b.state not in ('deleted', 'deleting') and ${matches}
      order by ${begins(sql`b.name`)} limit ${limit})
    union all
    (select 'address', a.id, a.address, 'reserved', a.project_id, s.name
      from public_addresses a left join instances s on s.id = a.instance_id
      ${text(sql`concat_ws(' ', a.address, a.id)`)}
      where a.released_at is null and ${matches}
      order by a.address limit ${limit})`)
  return [...rows]
}
