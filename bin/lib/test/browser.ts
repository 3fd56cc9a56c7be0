import { accessSync, constants, existsSync } from 'node:fs'
import path from 'node:path'
import { type Output, runProgram } from './run-program.ts'

/** The headless shell first: it uses a seventh less processor for the same work. */
const names = [
  'chromium-headless-shell',
  'chromium',
  'chromium-browser',
  'google-chrome',
  'google-chrome-stable',
]
/** Debian's packages; older releases have only the second. */
const packages = ['chromium-headless-shell', 'chromium']

/** This machine's Chromium: CHROMIUM_PATH, or the first of the usual names on PATH. */
export function findChromium(env: NodeJS.ProcessEnv = process.env): string | undefined {
  if (env.CHROMIUM_PATH) return isExecutable(env.CHROMIUM_PATH) ? env.CHROMIUM_PATH : undefined
  const folders = (env.PATH ?? '').split(path.delimiter)
  for (const name of names) {
    for (const folder of folders) {
      const file = path.join(folder, name)
      if (isExecutable(file)) return file
    }
  }
  return undefined
}

/** Find Chromium, or install it by apt if permitted. `undefined`, with one printed line, if there is none. */
export async function bringChromium(output: Output): Promise<string | undefined> {
  const found = findChromium()
  if (found !== undefined) return found
  if (process.env.CHROMIUM_PATH) {
    console.error(`CHROMIUM_PATH=${process.env.CHROMIUM_PATH} is not an executable file.`)
    return undefined
  }
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) {
    console.error('No Chromium on PATH: install one, or set CHROMIUM_PATH; the end-to-end tests cannot run.')
    return undefined
  }
  // Another apt on the machine may hold the lock for a while.
  const options = ['-qq', '-o', 'DPkg::Lock::Timeout=300', '-o', 'Dpkg::Use-Pty=0']
  const quietly = { env: { DEBIAN_FRONTEND: 'noninteractive' }, output }
  await runProgram('apt-get', [...options, 'update'], quietly)
  let installed: string | undefined
  for (const name of packages) {
    if (installed !== undefined) break
    await runProgram('apt-get', [...options, 'install', '-y', '--no-install-recommends', name], quietly)
    installed = findChromium()
  }
  if (installed === undefined)
    console.error('apt could not install Chromium; the end-to-end tests cannot run.')
  return installed
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK)
    return true
  } catch {
    return false
  }
}
