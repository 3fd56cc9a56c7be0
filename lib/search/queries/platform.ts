import { sql } from 'drizzle-orm'
import type { Tx } from '~/db/client'
import { foldedText, hasWords } from '~/db/expressions/contains-words'

type Kind = 'organisation' | 'host' | 'document' | 'ticket' | 'incident'
export type PlatformRow = { kind: Kind; id: string; name: string; note: string | null }
export type PlatformKinds = Record<Kind, boolean>

/** What matches all the words, of these kinds, the best of each kind first. */
export async function selectPlatformHits(
  tx: Tx,
  words: readonly string[],
  kinds: PlatformKinds,
  limit: number,
): Promise<PlatformRow[]> {
  const rows = await tx.execute<PlatformRow>(sql`
    (select 'organisation' as kind, o.id, o.legal_name as name, o.siren as note
      from organisations o
      where ${kinds.organisation} and ${hasWords(foldedText(sql`concat_ws(' ', o.legal_name, o.siren, o.siret, o.id)`), words)}
      order by starts_with(lower(o.legal_name), ${words[0] ?? ''}) desc, o.legal_name limit ${limit})
    union all
    (select 'host', h.id, h.name, z.name
      from hosts h join zones z on z.id = h.zone_id
      where ${kinds.host} and ${hasWords(foldedText(sql`concat_ws(' ', h.name, h.id)`), words)} order by h.name limit ${limit})
    union all
    (select 'document', d.id, d.number, o.legal_name
      from billing_documents d join organisations o on o.id = d.organisation_id
      where ${kinds.document} and d.state = 'final' and ${hasWords(foldedText(sql`d.number`), words)}
      order by d.issued_on desc, d.number desc limit ${limit})
    union all
    (select 'ticket', t.id, 'T-' || lpad(t.number::text, 6, '0'), o.legal_name
      from tickets t join organisations o on o.id = t.organisation_id
      where ${kinds.ticket} and ${hasWords(foldedText(sql`concat_ws(' ', 't-' || lpad(t.number::text, 6, '0'), t.subject)`), words)}
      order by t.last_message_at desc limit ${limit})
    union all
    (select 'incident', i.id, i.title_fr, '#' || i.number
      from incidents i
      where ${kinds.incident} and ${hasWords(foldedText(sql`concat_ws(' ', '#' || i.number, i.title_fr, i.title_en)`), words)}
      order by i.started_at desc limit ${limit})`)
  return [...rows]
}
