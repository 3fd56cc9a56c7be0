import { sql } from 'drizzle-orm'
import type { Tx } from '~/db/client'
import { containsWords } from '~/db/expressions/contains-words'

export type EstateHit = {
  kind: 'instance' | 'volume' | 'balancer' | 'address'
  id: string
  name: string
  state: string
  projectId: string
  /** The address of a server, or what holds an address. */
  note: string | null
}

/** Resources of which name, address, name in DNS, tag or id has all the words; the names that begin with them first. */
export async function selectEstateHits(
  tx: Tx,
  words: readonly string[],
  limit: number,
): Promise<EstateHit[]> {
  const begins = (name: ReturnType<typeof sql>) =>
    sql`starts_with(lower(${name}), ${words[0] ?? ''}) desc, ${name}`
  const rows = await tx.execute<EstateHit>(sql`
    (select 'instance' as kind, i.id, i.name, i.state, i.project_id as "projectId", coalesce(a.address, i.address) as note
      from instances i
      left join public_addresses a on a.instance_id = i.id and a.released_at is null
      where i.state not in ('purging', 'purged') and ${containsWords(
        sql`concat_ws(' ', i.name, i.address, a.address, i.id, i.tags::text,
          (select string_agg(concat_ws(' ', p.address, p.address6), ' ') from private_addresses p where p.instance_id = i.id))`,
        words,
      )}
      order by ${begins(sql`i.name`)} limit ${limit})
    union all
    (select 'volume', v.id, v.name, v.state, v.project_id, null
      from volumes v
      where v.state not in ('purging', 'purged') and ${containsWords(sql`concat_ws(' ', v.name, v.id, v.tags::text)`, words)}
      order by ${begins(sql`v.name`)} limit ${limit})
    union all
    (select 'balancer', b.id, b.name, b.state, b.project_id, a.address
      from balancers b left join public_addresses a on a.balancer_id = b.id and a.released_at is null
      where b.state not in ('deleted', 'deleting') and ${containsWords(sql`concat_ws(' ', b.name, b.id, a.address)`, words)}
      order by ${begins(sql`b.name`)} limit ${limit})
    union all
    (select 'address', a.id, a.address, 'reserved', a.project_id, s.name
      from public_addresses a left join instances s on s.id = a.instance_id
      where a.released_at is null and ${containsWords(sql`concat_ws(' ', a.address, a.id)`, words)}
      order by a.address limit ${limit})`)
  return [...rows]
}
