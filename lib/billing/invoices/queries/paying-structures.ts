import { sql } from 'drizzle-orm'
import type { Tx } from '~/db/client'
import type { Address } from '~/db/schema/identity/identity'

export type StructureRow = { siret: string; name: string | null; address: Address | null }

/** Directory entries of these structures: from the register of establishments first, which also has addresses. */
export async function listStructures(tx: Tx, sirets: readonly string[]): Promise<StructureRow[]> {
  return tx.execute<StructureRow>(sql`
    select wanted.siret, coalesce(e.legal_name, s.name, a.answer -> 'structure' ->> 'name') as name, e.address
    from jsonb_array_elements_text(${JSON.stringify(sirets)}::jsonb) as wanted(siret)
    left join directory_establishments e on e.siret = wanted.siret
    left join buyer_structures s on s.siret = wanted.siret
    left join structure_answers a on a.siret = wanted.siret`)
}
