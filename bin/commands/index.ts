import type { Command } from './command'
import { prepareDatabaseCommand } from './prepare-database'

export const commands: Record<string, Command> = {
  'prepare-database': prepareDatabaseCommand,
}
