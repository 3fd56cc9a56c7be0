import { tendCertificateOrders } from '~/lib/resources/runtime'
import type { Sweeper } from './sweeper'

/** Obtains and renews certificates from the directory of the operator. */
export function certificateSweeper(holder: string): Sweeper {
  return { name: 'certificates', everyMs: 2_000, run: (ctx) => tendCertificateOrders(ctx, { holder }) }
}
