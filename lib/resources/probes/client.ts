import type { Id } from '~/lib/kernel/ids'

/** Maximum of customer probes per server. */
export const probesMax = 5
export const probeProtocols = ['icmp', 'tcp', 'http'] as const
export type ProbeProtocol = (typeof probeProtocols)[number]

/** A probe on its server's page; instants are ISO strings. */
export type ProbeView = {
  id: Id<'instanceProbe'>
  name: string
  protocol: ProbeProtocol
  port: number | null
  alertAfter: number
  alertsByMail: boolean
  /** The last result; null before the first. */
  reading: 'up' | 'down' | 'unknown' | null
  /** When the result last changed. */
  since: string | null
  lookedAt: string | null
  /** The probe's answer in the vantage's own words. */
  seenText: string | null
  isAlerted: boolean
}
