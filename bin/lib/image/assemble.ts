import { chmodSync, existsSync, globSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { build as bundle } from 'esbuild'
import { StartRefusal } from '../../../db/embedded/refusal.ts'
import { entryPoints } from '../bundle.ts'
import { bundleOptions, movablePlaces } from '../bundle-options.ts'
import { root } from '../root.ts'
import { copyReadable, makeReadableFolder } from './copy.ts'
import { imagePlaces } from './places.ts'
import { tracePackages } from './trace.ts'

/** The name of the build's folder in an image. */
const distInImage = '.next'

/** Parts of a build that only the build itself reads, or that are copied in another form. */
const notServed =
  /^(build|cache|diagnostics|types|trace|trace-build|turbopack|lock|.*\.nft\.json|.*\.map)(\/|$)/

/** Files of the project that the programs read. */
const ownFiles = [
  'package.json',
  'LICENSE',
  'public/**/*',
  'db/{migrations,functions}/**/*.sql',
  'deploy/{check-health,fill-compile-cache}.mjs',
]

/**
 * Put everything that the processes and the command line of the build in `distDir` need into `folder`, which is the root
 * of an image except for Node and the libraries of the system.
 */
export async function assembleImage(distDir: string, folder: string): Promise<void> {
  if (existsSync(folder) && readdirSync(folder).length > 0) throw new StartRefusal(`${folder} is not empty.`)
  const product = path.join(folder, imagePlaces.product)
  for (const each of [product, ...imagePlaces.volumes.map((name) => path.join(folder, name))])
    makeReadableFolder(each)

  await bundleCommandLine(distDir)
  const programs = [...Object.keys(entryPoints), 'andromede'].map((name) => `${distDir}/programs/${name}.mjs`)
  const packages = await tracePackages(distDir, programs)
  const own = ownFiles.flatMap((pattern) => globSync(pattern, { cwd: root }))
  for (const file of [...packages, ...own]) copyReadable(path.join(root, file), path.join(product, file))

  const built = globSync('**/*', { cwd: path.join(root, distDir) }).filter((file) => !notServed.test(file))
  for (const file of built)
    copyReadable(path.join(root, distDir, file), path.join(product, distInImage, file))
  const maps = globSync(`{server,programs}/**/*.map`, { cwd: path.join(root, distDir) })
  for (const file of maps) copyMap(path.join(root, distDir, file), path.join(product, distInImage, file))
}

/** Next to the other programs; it finds the SQL by its own place. */
export async function bundleCommandLine(distDir: string): Promise<void> {
  const outdir = path.join(root, distDir, 'programs')
  await bundle({
    ...bundleOptions(),
    entryPoints: { andromede: 'bin/andromede.ts' },
    outdir,
    plugins: [movablePlaces(outdir)],
  })
}

type SourceMap = { sourcesContent?: unknown; sections?: { map: SourceMap }[] }

/** Without the sources, two thirds of a map: errors name their lines all the same. */
function copyMap(from: string, to: string): void {
  const map = JSON.parse(readFileSync(from, 'utf8')) as SourceMap
  const strip = (each: SourceMap) => {
    delete each.sourcesContent
    for (const section of each.sections ?? []) strip(section.map)
  }
  strip(map)
  writeFileSync(to, JSON.stringify(map))
  chmodSync(to, 0o644)
}
