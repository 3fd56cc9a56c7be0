import { backupCommand } from './backup'
import { billCommand } from './bill'
import { bindIncusCommand } from './bind-incus'
import { cardProviderCommand } from './card-provider'
import { codeCommand } from './code'
import type { Command } from './command'
import { configCommand } from './config'
import { declareSellerCommand } from './declare-seller'
import { demoAccountsCommand } from './demo-accounts'
import { escrowCommand } from './escrow'
import { exportCommand } from './export'
import { grantCommand } from './grant'
import { invariantsCommand } from './invariants'
import { keysCommand } from './keys'
import { migrateCommand } from './migrate'
import { prepareDatabaseCommand } from './prepare-database'
import { recoveryCommand } from './recovery'
import { restoreCommand } from './restore'
import { rotateKeyCommand } from './rotate-key'
import { rotatePasswordCommand } from './rotate-password'
import { seedCommand } from './seed'
import { simulateFaultCommand } from './simulate-fault'
import { slaCommand } from './sla'
import { staffCommand } from './staff'
import { statementCommand } from './statement'
import { vantageCommand } from './vantage'
import { verifyJournalCommand } from './verify-journal'

export const commands: Record<string, Command> = {
  config: configCommand,
  'prepare-database': prepareDatabaseCommand,
  grant: grantCommand,
  migrate: migrateCommand,
  seed: seedCommand,
  'demo-accounts': demoAccountsCommand,
  'declare-seller': declareSellerCommand,
  'bind-incus': bindIncusCommand,
  bill: billCommand,
  sla: slaCommand,
  export: exportCommand,
  statement: statementCommand,
  'card-provider': cardProviderCommand,
  invariants: invariantsCommand,
  'simulate-fault': simulateFaultCommand,
  vantage: vantageCommand,
  staff: staffCommand,
  backup: backupCommand,
  restore: restoreCommand,
  escrow: escrowCommand,
  keys: keysCommand,
  'rotate-key': rotateKeyCommand,
  'rotate-password': rotatePasswordCommand,
  recovery: recoveryCommand,
  'verify-journal': verifyJournalCommand,
  code: codeCommand,
}
