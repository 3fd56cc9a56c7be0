import type { ActionResult } from '~/lib/kernel/action-result'

export type EnableInput = { code: string; password?: string }
export type CodeInput = { code: string }
type Codes = { recoveryCodes: string[] }

/** The server actions of one surface. Staff cannot turn their factor off. */
export type SecondFactorActions = {
  enable: (input: EnableInput) => Promise<ActionResult<Codes>>
  renew: (input: CodeInput) => Promise<ActionResult<Codes>>
  disable: ((input: CodeInput) => Promise<ActionResult<void>>) | null
}
