import type { Id } from '~/lib/kernel/ids'

/** A server has no more probes of its customer's than this. */
export const probesMax = 5
export const probeProtocols = ['icmp', 'tcp', 'http'] as const
export type ProbeProtocol = (typeof probeProtocols)[number]

/** A probe as its server's page shows it; instants are ISO strings. */
export type ProbeView = {
  id: Id<'instanceProbe'>
  name: string
  protocol: ProbeProtocol
  port: number | null
  alertAfter: number
  alertsByMail: boolean
  /** Of the last look; null before the first. */
  reading: 'up' | 'down' | 'unknown' | null
  /** Since when it reads so. */
  since: string | null
  lookedAt: string | null
  /** What was seen, in the vantage's own words. */
  seenText: string | null
  isAlerted: boolean
}
