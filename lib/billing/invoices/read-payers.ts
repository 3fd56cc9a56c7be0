import type { Tx } from '~/db/client'
import { documentAddress } from './billing-subject'
import type { Payers } from './compose-invoices'
import type { Groupable } from './group-lines'
import type { Buyer } from './issued-document'
import { listStructures } from './queries/paying-structures'

/**
 * Structures that pay for a buyer under these references, by SIRET, as the directories know them, excluding the buyer
 * itself. A structure unknown to every directory is named by its SIRET: its invoices must not carry another body's
 * name.
 */
export async function readPayers(
  tx: Tx,
  buyer: Buyer,
  billed: readonly Pick<Groupable, 'references'>[],
): Promise<Payers> {
  const sirets = new Set(billed.flatMap(({ references }) => references?.payerSiret ?? []))
  if (buyer.siret) sirets.delete(buyer.siret)
  if (sirets.size === 0) return new Map()
  const known = new Map((await listStructures(tx, [...sirets])).map((each) => [each.siret, each]))
  return new Map(
    [...sirets].map((siret) => {
      const { name, address } = known.get(siret) ?? {}
      return [
        siret,
        { siret, name: name ?? `SIRET ${siret}`, ...(address && { address: documentAddress(address) }) },
      ]
    }),
  )
}
