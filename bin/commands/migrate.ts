import type { Command } from './command'
import { prepareDatabaseCommand } from './prepare-database'

/** The name that people look for. */
export const migrateCommand: Command = { ...prepareDatabaseCommand, summary: 'the same as prepare-database' }
