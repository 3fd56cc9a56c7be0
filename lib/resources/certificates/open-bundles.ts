import type { Tx } from '~/db/client'
import type { Id } from '~/lib/kernel/ids'
import { unseal } from '~/lib/kernel/secrets/secrets'
import { readBundles } from './queries/certificates'
import { bundlePlace } from './secret-places'

/** Keys with their chains by certificate, for the hypervisor: only the worker may read them. */
export async function openBundles(
  tx: Tx,
  ids: readonly Id<'certificate'>[],
): Promise<ReadonlyMap<string, string>> {
  const sealed = await readBundles(tx, ids)
  return new Map([...sealed].map(([id, bundle]) => [id, unseal(bundle, bundlePlace(id))]))
}
