import { codeCommand } from './code'
import type { Command } from './command'
import { demoAccountsCommand } from './demo-accounts'
import { invariantsCommand } from './invariants'
import { prepareDatabaseCommand } from './prepare-database'
import { seedCommand } from './seed'
import { staffCommand } from './staff'

export const commands: Record<string, Command> = {
  'prepare-database': prepareDatabaseCommand,
  seed: seedCommand,
  'demo-accounts': demoAccountsCommand,
  invariants: invariantsCommand,
  staff: staffCommand,
  code: codeCommand,
}
