import { readFileSync } from 'node:fs'
import path from 'node:path'
import { type BuildOptions, build } from 'esbuild'
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
