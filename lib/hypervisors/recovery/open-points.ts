/** What a restored database has open against its hypervisors and receivers. */
import type { Tx } from '~/db/client'
import { missingKinds, unknownKinds } from '../drifts/kinds'
import * as rows from './queries/open-points'

/** Counts undecided objects without a row, rows that differ from the hypervisors, and sendings in doubt. */
export async function countOpenIn(tx: Tx): Promise<number> {
  return (
    (await rows.countUndecidedObjects(tx)) +
    (await rows.countOpenDifferences(tx, { except: unknownKinds })) +
    (await rows.countUndecidedSendings(tx))
  )
}

/** Lists rows without an object, or those that differ from theirs; together with objects without a row they are counted. */
export async function listOpenDifferences(tx: Tx, of: 'missing' | 'differing', limit: number) {
  const kinds = of === 'missing' ? { only: missingKinds } : { except: [...missingKinds, ...unknownKinds] }
  return rows.listDifferences(tx, kinds, limit)
}
