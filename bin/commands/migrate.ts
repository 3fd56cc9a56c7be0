import type { Command } from './command'
import { prepareDatabaseCommand } from './prepare-database'

/** Alias under a familiar name. */
export const migrateCommand: Command = { ...prepareDatabaseCommand, summary: 'the same as prepare-database' }
