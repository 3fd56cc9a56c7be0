import type { ConsoleEnd } from '~/lib/console/client'

/** Where a console stands, as its page shows it. */
export type ConsoleState =
  | { phase: 'connecting' }
  | { phase: 'open'; since: Date }
  | { phase: 'ended'; end: ConsoleEnd | 'lost'; exitCode: string }
  | { phase: 'refused'; code: string; params?: Record<string, string> }
