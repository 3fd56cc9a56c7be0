import { mkdirSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { build } from 'esbuild'
import { bundleOptions, ownPlaces } from './bundle-options.ts'
import { root } from './root.ts'

/** In the project, where packages are found; hidden like its builds. */
const commandsFolder = '.next-commands'

/**
 * Make one file of the command line, from its sources as they are: one second, where to read and translate them at each
 * command takes four.
 *
 * @returns what Node is told to run it; errors name the lines of the sources
 */
export async function bundleAndromede(): Promise<string[]> {
  const { outputFiles } = await build({
    entryPoints: ['bin/andromede.ts'],
    outdir: commandsFolder,
    write: false,
    plugins: [ownPlaces],
    ...bundleOptions(),
    sourcemap: 'inline',
  })
  const [{ contents, hash }] = outputFiles as [(typeof outputFiles)[0]]
  // By what is in it: whoever makes another beside it, or dies meanwhile, spoils nothing.
  const file = path.join(root, commandsFolder, `${hash.replaceAll(/\W/g, '_')}.mjs`)
  mkdirSync(path.dirname(file), { recursive: true })
  removeOlder(path.dirname(file), Date.now() - 24 * 3_600_000)
  writeFileSync(`${file}.${process.pid}`, contents)
  renameSync(`${file}.${process.pid}`, file)
  return ['--enable-source-maps', file]
}

/** Of sources that have changed since. */
function removeOlder(folder: string, than: number): void {
  for (const name of readdirSync(folder)) {
    const file = path.join(folder, name)
    const changedAt = statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? than
    if (changedAt < than) rmSync(file, { force: true })
  }
}
