import { CircuitBreaker } from '~/lib/kernel/concurrency/circuit-breaker'
import { readVariable } from '~/lib/kernel/configuration/read'
import type { VariableName } from '~/lib/kernel/configuration/variables'
import { watchCircuit } from '~/lib/kernel/metrics/circuits'
import type { OpContext } from '~/lib/kernel/op-context'
import { afnorBuyers } from './afnor-directory'
import { cachedBuyers } from './cached-directory'
import type { BuyerDirectory } from './directory'
import { embeddedBuyers } from './embedded-directory'

const breaker = new CircuitBreaker({ failures: 5, pauseMs: 30_000 }, () => performance.now())
watchCircuit('buyer-directory', breaker)
let remote: BuyerDirectory | undefined

/**
 * The directory of this installation: `BUYER_DIRECTORY` is `embedded` (default) or `afnor`, the directory
 * service (XP Z12-013) of an approved platform at `BUYER_DIRECTORY_URL`, with the client credentials
 * `BUYER_DIRECTORY_CLIENT_ID` and `BUYER_DIRECTORY_CLIENT_SECRET` for `BUYER_DIRECTORY_TOKEN_URL`.
 */
export function buyerDirectory(ctx: OpContext): BuyerDirectory {
  const kind = readVariable('BUYER_DIRECTORY')
  if (kind === 'embedded') return embeddedBuyers(ctx)
  if (kind !== 'afnor') throw new Error('BUYER_DIRECTORY must be embedded or afnor')
  remote ??= afnorBuyers({
    baseUrl: setting('BUYER_DIRECTORY_URL'),
    tokenUrl: setting('BUYER_DIRECTORY_TOKEN_URL'),
    clientId: setting('BUYER_DIRECTORY_CLIENT_ID'),
    clientSecret: setting('BUYER_DIRECTORY_CLIENT_SECRET'),
    timeoutMs: 3_000,
    breaker,
    clock: () => performance.now(),
  })
  return cachedBuyers(ctx, remote)
}

function setting(name: VariableName): string {
  const value = readVariable(name)
  if (!value) throw new Error(`${name} must be set for BUYER_DIRECTORY=afnor`)
  return value
}
