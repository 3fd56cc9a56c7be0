import { mkdirSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { build } from 'esbuild'
import { bundleOptions, ownPlaces } from './bundle-options.ts'
import { root } from './root.ts'

/** Inside the project, where packages are resolved; hidden like the builds. */
const commandsFolder = '.next-commands'

/**
 * Bundle the command line from the current sources: one second, instead of four to read and translate them for each
 * command.
 *
 * @returns the file
 */
export async function bundleAndromede(): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: ['bin/andromede.ts'],
    outdir: commandsFolder,
    write: false,
    plugins: [ownPlaces],
    ...bundleOptions(),
  })
  const outputOf = (end: string) => {
    const found = outputFiles.find((each) => each.path.endsWith(end))
    if (!found) throw new Error(`esbuild wrote no ${end}`)
    return found
  }
  const [map, program] = [outputOf('.mjs.map'), outputOf('.mjs')]
  // Named by its content hash: concurrent or interrupted writers cannot corrupt it.
  const file = path.join(root, commandsFolder, `${program.hash.replaceAll(/\W/g, '_')}.mjs`)
  mkdirSync(path.dirname(file), { recursive: true })
  removeOlder(path.dirname(file), Date.now() - 24 * 3_600_000)
  for (const [place, { contents }] of [[`${file}.map`, map] as const, [file, program] as const]) {
    writeFileSync(`${place}.${process.pid}`, contents)
    renameSync(`${place}.${process.pid}`, place)
  }
  return file
}

/** Bundles of outdated sources. */
function removeOlder(folder: string, than: number): void {
  for (const name of readdirSync(folder)) {
    const file = path.join(folder, name)
    const changedAt = statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? than
    if (changedAt < than) rmSync(file, { force: true })
  }
}
