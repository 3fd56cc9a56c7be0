import type { ConsoleEnd } from '~/lib/console/client'

/** The state of a console, as shown on its page. */
export type ConsoleState =
  | { phase: 'connecting' }
  | { phase: 'open'; since: Date }
  | { phase: 'ended'; end: ConsoleEnd | 'lost'; exitCode: string }
  | { phase: 'refused'; code: string; params?: Record<string, string> }
