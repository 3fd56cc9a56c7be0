import { type DnsServers, tendNames } from '~/lib/names/runtime'
import type { Sweeper } from './sweeper'

/** Publishes the names of servers within two seconds, and compares them with the DNS server once a minute. */
export function nameSweeper(servers: DnsServers, holder: string): Sweeper {
  return {
    name: 'names',
    everyMs: 2_000,
    group: 'servers',
    run: (ctx) => tendNames(ctx, { holder, servers }),
  }
}
