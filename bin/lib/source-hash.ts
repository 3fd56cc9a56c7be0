import { createHash } from 'node:crypto'
import { globSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { readSchemaVersion } from '../../db/migrator/schema-version.ts'
import { root } from './root.ts'

const sources = [
  '{app,components,db,lib,i18n,types,public}/**/*',
  // Not what `npm pack` leaves there.
  'cli/**/*.{ts,json}',
  '{next.config,proxy,instrumentation,instrumentation-client,postcss.config,tsconfig,tsconfig.base}.{ts,mjs,json}',
  'bin/lib/{build,bundle,bundle-cli,bundle-options}.ts',
  'package-lock.json',
]
const notBuilt =
  /\.test\.tsx?$|(^|\/)testing\/|^app\/dev\/|^db\/(migrations|embedded(?!\/socket\.)|seed)\/|\.sql$/

/** A hash of all sources of a production build; equal sources give equal hashes. */
export function hashSources(): string {
  // The build carries the version of the SQL, and none of its files.
  const hash = createHash('sha256').update(readSchemaVersion())
  for (const file of hashedSources()) {
    hash
      .update(`${file}\0`)
      .update(readFileSync(path.join(root, file)))
      .update('\0')
  }
  return hash.digest('hex')
}

/** The hashed files, relative to the project. */
export function hashedSources(): string[] {
  return sources
    .flatMap((pattern) => globSync(pattern, { cwd: root, withFileTypes: true }))
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(root, path.join(entry.parentPath, entry.name)).replaceAll(path.sep, '/'))
    .filter((file) => !notBuilt.test(file))
    .sort()
}
