import { execFileSync, spawnSync } from 'node:child_process'
import { cpSync, existsSync, globSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs'
import path from 'node:path'
import { build, isBuilt } from '../../bin/lib/build.ts'
import { assembleImage } from '../../bin/lib/image/assemble.ts'
import { imagePlaces } from '../../bin/lib/image/places.ts'
import { root } from '../../bin/lib/root.ts'
import { testDistDir } from '../../bin/lib/test/steps.ts'

/**
 * The version before this one, whose processes serve together with ours during an upgrade. Set it to the commit of a release
 * when the work on the next one begins.
 */
export const previousCommit = '8e1fcf9228cf5809968b0db41a8a65e53fc147db'

export type Version = {
  name: 'previous' | 'current'
  /** The product of its image; its processes run there. */
  product: string
  sources: string
  /** Names of its migrations. */
  migrations: string[]
}

/** Null, or the reason why the previous version cannot be built here. */
export function previousVersionIsMissing(): string | null {
  const found = spawnSync('git', ['cat-file', '-e', `${previousCommit}^{commit}`], { cwd: root })
  return found.status === 0 ? null : `commit ${previousCommit} is not in this clone`
}

const kept = path.join(root, '.next-versions')

/** The previous version, built once for each commit in a hidden folder of the project. */
export function makePreviousVersion(): Version {
  const sources = path.join(kept, previousCommit)
  const image = path.join(sources, '.next-image')
  if (!existsSync(image)) {
    rmSync(sources, { recursive: true, force: true })
    mkdirSync(sources, { recursive: true })
    const archive = execFileSync('git', ['archive', previousCommit], { cwd: root, maxBuffer: 2 ** 30 })
    execFileSync('tar', ['-x', '-C', sources], { input: archive })
    if (hasSameModules(sources)) {
      execFileSync('cp', ['-al', path.join(root, 'node_modules'), sources])
    }
    const run = (...args: string[]) =>
      execFileSync(process.execPath, args, { cwd: sources, env: cleanEnvironment(), stdio: 'pipe' })
    run('bin/bootstrap.mjs')
    // Named when it is complete: an interrupted build is made again.
    run('bin/build.mjs', '--image', `${image}-part`)
    renameSync(`${image}-part`, image)
  }
  return describeVersion('previous', sources, image)
}

/** This version, from the build of the tests. */
export async function makeCurrentVersion(): Promise<Version> {
  const distDir = process.env.NEXT_DIST_DIR || testDistDir
  const image = path.join(kept, 'current')
  rmSync(image, { recursive: true, force: true })
  mkdirSync(kept, { recursive: true })
  if (!isBuilt(distDir)) await build({ distDir, log: () => {} })
  await assembleImage(distDir, image)
  return describeVersion('current', root, image)
}

function describeVersion(name: Version['name'], sources: string, image: string): Version {
  const product = path.join(image, imagePlaces.product)
  const migrations = globSync('db/migrations/*.sql', { cwd: product }).map((file) => path.basename(file))
  return { name, sources, product, migrations }
}

function hasSameModules(sources: string): boolean {
  const files = ['package-lock.json', ...globSync('patches/*', { cwd: root })]
  return files.every((file) => {
    const other = path.join(sources, file)
    return existsSync(other) && readFileSync(other).equals(readFileSync(path.join(root, file)))
  })
}

/** Variables of this test run, such as the folder of its build, are not those of another version. */
function cleanEnvironment(): NodeJS.ProcessEnv {
  const { PATH, HOME, TMPDIR } = process.env
  return { NODE_ENV: 'production', PATH, HOME, TMPDIR }
}

/** Run a program of this folder with the sources of `version`, whose own file is taken if it has one; returns its output. */
export function runSource(version: Version, file: string, env: Record<string, string>): string {
  const place = path.join(version.sources, file)
  if (!existsSync(place)) cpSync(path.join(root, file), place, { recursive: true })
  return execFileSync(process.execPath, ['--conditions=react-server', '--import', 'tsx', file], {
    cwd: version.sources,
    env: { ...cleanEnvironment(), ...env },
    encoding: 'utf8',
  })
}
