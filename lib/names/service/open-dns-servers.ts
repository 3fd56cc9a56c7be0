import type { Tx } from '~/db/client'
import { unseal } from '~/lib/kernel/secrets/secrets'
import type { DnsServer } from '../port/dns-server'
import { powerDnsServer } from '../powerdns/powerdns-server'
import { findSealedKey, type NameService } from '../queries/service'
import { simulatedDnsServer } from '../simulator/simulated-server'
import { keyPlace } from './key-place'

export type DnsServers = {
  /** The configured DNS server; null when this process has no access to it. */
  serverOf(tx: Tx, service: Pick<NameService, 'kind' | 'baseUrl'>): Promise<DnsServer | null>
  close(): Promise<void>
}

/** Shorter than the lease of a writer: a write that is given up has not been taken over yet. */
const timeoutMs = 10_000

/** Opens the DNS server that is configured when it is needed; only the worker has its key. */
export function openDnsServers({
  simulatorDatabaseUrl,
}: {
  simulatorDatabaseUrl?: string | undefined
}): DnsServers {
  const simulated = simulatorDatabaseUrl ? simulatedDnsServer(simulatorDatabaseUrl) : null
  return {
    async serverOf(tx, { kind, baseUrl }) {
      if (kind === 'simulator') return simulated
      const sealed = baseUrl && (await findSealedKey(tx, baseUrl))
      if (!sealed) return null
      return powerDnsServer({ baseUrl, key: unseal(sealed, keyPlace), timeoutMs })
    },
    close: async () => simulated?.close(),
  }
}
