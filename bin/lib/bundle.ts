import { readFileSync } from 'node:fs'
import path from 'node:path'
import { build } from 'esbuild'
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
    absWorkingDir: root,
    entryPoints,
    outdir: path.join(distDir, 'programs'),
    outExtension: { '.js': '.mjs' },
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: `node${process.versions.node}`,
    external: notBundled().flatMap((name) => [name, `${name}/*`]),
    sourcemap: true,
    sourcesContent: false,
    metafile: true,
    logLevel: 'error',
  })
  return Object.keys(metafile.inputs)
}

/** Found in node_modules as the sources find them, for some bring native code. Drizzle is four hundred small files. */
function notBundled(): string[] {
  const { dependencies } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'))
  return Object.keys(dependencies).filter((name) => name !== 'drizzle-orm')
}
