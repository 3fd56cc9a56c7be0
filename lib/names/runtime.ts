/** Entry point for processes that speak to the DNS server: the worker. The sites import only `index.ts`. */
export { type DnsServers, openDnsServers } from './service/open-dns-servers'
export { tendNames } from './write/tend-names'
