import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { type BuildOptions, build, type Plugin } from 'esbuild'
import { root } from './root.ts'

const entryPoints = { worker: 'lib/worker/main.ts', console: 'lib/console/gateway/main.ts' }

/** The processes beside the sites. */
export type Program = keyof typeof entryPoints

/** What Node is told to run the program of a finished build; errors name the lines of the sources. */
export function programOf(distDir: string, program: Program): string[] {
  return ['--enable-source-maps', path.join(root, distDir, 'programs', `${program}.mjs`)]
}

/**
 * Make one file of each program that runs beside the sites, and its source map. To read and translate a thousand
 * sources at every start takes several times what the program itself needs to be ready.
 *
 * @returns the sources that went into them, relative to the project
 */
export async function bundlePrograms(distDir: string): Promise<string[]> {
  const { metafile } = await build({
    entryPoints,
    outdir: path.join(distDir, 'programs'),
    metafile: true,
    ...bundleOptions(),
  })
  return Object.keys(metafile.inputs)
}

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

/** In the project, where packages are found; hidden like its builds. */
const commandsFolder = '.next-commands'

/** What is the same for all that Node runs from a file made of many. */
export function bundleOptions() {
  return {
    absWorkingDir: root,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: `node${process.versions.node}`,
    external: notBundled().flatMap((name) => [name, `${name}/*`]),
    sourcemap: true,
    sourcesContent: false,
    logLevel: 'error',
  } satisfies BuildOptions
}

/** Found in node_modules as the sources find them, for some bring native code. Drizzle is four hundred small files. */
function notBundled(): string[] {
  const { dependencies, devDependencies } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'))
  return Object.keys({ ...dependencies, ...devDependencies }).filter((name) => name !== 'drizzle-orm')
}

/** A source that asks where it lies is told so, not where the file lies that was made of it. */
export const ownPlaces: Plugin = {
  name: 'own places',
  setup({ onLoad }) {
    onLoad({ filter: /\.ts$/ }, ({ path: file }) => {
      const places = { dirname: path.dirname(file), url: pathToFileURL(file).href }
      const contents = readFileSync(file, 'utf8').replace(
        /\bimport\.meta\.(dirname|url)\b/g,
        (_, asked: keyof typeof places) => JSON.stringify(places[asked]),
      )
      return { contents, loader: 'ts' }
    })
  },
}
