import { sql } from 'drizzle-orm'
import type { Tx } from '~/db/client'
import type { Id } from '~/lib/kernel/ids'
import { isIssuedIn } from './document-rows'

export type BilledOrganisation = {
  id: Id<'organisation'>
  legalName: string
  kind: 'company' | 'public_body' | 'eu_company'
  code: string
}

/** Organisations with documents issued in a month; or the given one, whether or not it issued one. */
export async function listBilledOrganisations(
  tx: Tx,
  period: string,
  only: Id<'organisation'> | null,
): Promise<BilledOrganisation[]> {
  const rows = await tx.execute<BilledOrganisation>(sql`
    select o.id, o.legal_name as "legalName", o.kind, coalesce(b.customer_code, o.id) as code
    from organisations o left join billing_profiles b on b.organisation_id = o.id
    where ${
      only === null
        ? sql`exists (select 1 from billing_documents d where d.organisation_id = o.id and ${isIssuedIn(period)} and d.state = 'final')`
        : sql`o.id = ${only}`
    }
    order by code`)
  return [...rows]
}
