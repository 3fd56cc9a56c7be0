import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { readSchemaVersion } from '../../db/migrator/schema-version.ts'
import { bundlePrograms } from './bundle.ts'
import { childEnvironment } from './child-environment.ts'
import { root } from './root.ts'
import { runCommand } from './run-command.ts'
import { hashSources } from './source-hash.ts'

const next = path.join(root, 'node_modules/next/dist/bin/next')

export type BuildOptions = {
  distDir: string
  log: (line: string) => void
  signal?: AbortSignal | undefined
}

/**
 * Salt of the ids of server actions, which otherwise follow from file and name alone. It is public and the same in every
 * build: pages of one build find their actions in another. As a secret it is refused, since each site starts with a
 * key of its own installation, which takes its place at run time.
 */
export const actionIdSalt = Buffer.from('andromede-ids-of-server-actions!').toString('base64')

/** What a build depends on besides the sources: no secret, so builds of one version are alike. */
export const buildEnvironment = (distDir: string) => ({
  NEXT_DIST_DIR: distDir,
  NEXT_SERVER_ACTIONS_ENCRYPTION_KEY: actionIdSalt,
  SCHEMA_VERSION: readSchemaVersion(),
  BUILD_ID: hashSources(),
})

/** Whether `distDir` contains a complete build of the current sources. */
export function isBuilt(distDir: string): boolean {
  try {
    return readFileSync(stampOf(distDir), 'utf8') === hashSources()
  } catch {
    return false
  }
}

/** Build both sites for production, and the programs next to them. An interrupted build never counts as complete. */
export async function build(options: BuildOptions): Promise<void> {
  const stamp = stampOf(options.distDir)
  rmSync(stamp, { force: true })
  const hash = hashSources()
  const env = childEnvironment(buildEnvironment(options.distDir))
  await runCommand('The production build', [next, 'build'], { env, log: options.log, signal: options.signal })
  await bundlePrograms(options.distDir)
  mkdirSync(path.dirname(stamp), { recursive: true })
  writeFileSync(stamp, hash)
}

function stampOf(distDir: string): string {
  return path.join(root, distDir, 'andromede-sources')
}
