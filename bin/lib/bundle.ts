import path from 'node:path'
import { build } from 'esbuild'
import { bundleOptions } from './bundle-options.ts'
import { root } from './root.ts'

export const entryPoints = {
  site: 'app/_server/http/main.ts',
  worker: 'lib/worker/main.ts',
  console: 'lib/console/gateway/main.ts',
}

/** What the processes of an installation run. */
export type Program = keyof typeof entryPoints

/** What Node is told to run the program of a finished build; errors name the lines of the sources. */
export function programOf(distDir: string, program: Program): string[] {
  return ['--enable-source-maps', path.join(root, distDir, 'programs', `${program}.mjs`)]
}

/**
 * Make one file of each program, and its source map. To read and translate a thousand
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
