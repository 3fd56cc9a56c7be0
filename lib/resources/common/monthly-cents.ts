import type { Tx } from '~/db/client'
import type { Meter } from '~/db/schema/catalogue'
import type { Id } from '~/lib/kernel/ids'
import { monthlyCents } from '~/lib/kernel/money'
import { selectAgreedPrice } from '~/lib/usage/rows'
import { copyKinds } from '../copies/copy-kinds'
import type { CopyKind } from '../copies/queries/copies'

type Priced = { bundleId: Id<'bundle'>; orderLineId: Id<'orderLine'>; commitmentId?: Id<'commitment'> | null }

/** The price of one more copy of this kind of a volume or server over a full month; null where none is sold. */
export async function copyMonthlyCents(
  tx: Tx,
  kind: CopyKind,
  source: Priced,
  at: Date,
): Promise<bigint | null> {
  const { meter } = copyKinds[kind]
  const price = await selectAgreedPrice(tx, { ...source, meter, at })
  return price && monthlyCents(price.microCentsPerHour)
}

/** The price of a volume over a full month, at its current price. */
export function volumeMonthlyCents(tx: Tx, volume: Priced, at: Date): Promise<bigint> {
  return sumMonthlyCents(tx, volume, ['volume'], at)
}

/** The price of a server over a full month with its disk, at its current prices. */
export function serverMonthlyCents(tx: Tx, instance: Priced, at: Date): Promise<bigint> {
  return sumMonthlyCents(tx, instance, ['compute', 'root_disk'], at)
}

/** The price of a server over a full month without its disk, at its current price. */
export function computeMonthlyCents(tx: Tx, instance: Priced, at: Date): Promise<bigint> {
  return sumMonthlyCents(tx, instance, ['compute'], at)
}

async function sumMonthlyCents(
  tx: Tx,
  resource: Priced,
  meters: readonly Meter[],
  at: Date,
): Promise<bigint> {
  let microCentsPerHour = 0n
  for (const meter of meters)
    microCentsPerHour += (await selectAgreedPrice(tx, { ...resource, meter, at }))?.microCentsPerHour ?? 0n
  return monthlyCents(microCentsPerHour)
}
