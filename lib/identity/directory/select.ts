import { CircuitBreaker } from '~/lib/kernel/concurrency/circuit-breaker'
import { readVariable } from '~/lib/kernel/configuration/read'
import { watchCircuit } from '~/lib/kernel/metrics/circuits'
import type { OpContext } from '~/lib/kernel/op-context'
import { cachedDirectory } from './cached'
import { embeddedDirectory } from './embedded'
import type { CompanyDirectory } from './port'
import { rechercheEntreprises } from './recherche-entreprises'

const breaker = new CircuitBreaker({ failures: 5, pauseMs: 30_000 }, () => performance.now())
watchCircuit('company-directory', breaker)

/**
 * The directory of this installation: `COMPANY_DIRECTORY` is `embedded` (default) or `recherche-entreprises`;
 * `COMPANY_DIRECTORY_URL` points the latter at a mirror.
 */
export function companyDirectory(ctx: OpContext): CompanyDirectory {
  const kind = readVariable('COMPANY_DIRECTORY')
  if (kind === 'embedded') return embeddedDirectory(ctx)
  if (kind !== 'recherche-entreprises')
    throw new Error('COMPANY_DIRECTORY must be embedded or recherche-entreprises')
  const baseUrl = readVariable('COMPANY_DIRECTORY_URL')
  return cachedDirectory(ctx, rechercheEntreprises({ baseUrl, timeoutMs: 3_000, breaker }))
}
