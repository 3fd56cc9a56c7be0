import path from 'node:path'
import { StartRefusal } from '~/db/embedded/index'
import { readVariable } from '~/lib/kernel/configuration/read'
import { root } from '../lib/root'

/** The data folder of `npm start` with its own database. @throws StartRefusal when the database is a server of yours */
export function dataDirOfEmbedded(): string {
  const named = (['DATABASE_URL', 'ADMIN_DATABASE_URL'] as const).find((name) => readVariable(name))
  if (named)
    throw new StartRefusal(
      `${named} is set: this command is for the database that npm start runs itself. For a server of yours see docs/operating/backups.md.`,
    )
  return path.resolve(root, readVariable('DATA_DIR') ?? '.data')
}
