import path from 'node:path'
import { build } from 'esbuild'
import { bundleCustomerCli, customerCliOf } from './bundle-cli.ts'
import { bundleOptions } from './bundle-options.ts'
import { root } from './root.ts'

export const entryPoints = {
  site: 'app/_server/http/main.ts',
  worker: 'lib/worker/main.ts',
  console: 'lib/console/gateway/main.ts',
  api: 'lib/api/main.ts',
}

/** The programs of an installation. */
export type Program = keyof typeof entryPoints

/** The file of a program in a complete build. */
export function programOf(distDir: string, program: Program): string {
  return path.join(root, distDir, 'programs', `${program}.mjs`)
}

/**
 * Bundle each program with its source map, and the command line of customers. Reading and translating a thousand
 * sources at every start would take several times as long as the program's own start.
 *
 * @returns the bundled sources, relative to the project
 */
export async function bundlePrograms(distDir: string): Promise<string[]> {
  const { metafile } = await build({
    entryPoints,
    outdir: path.join(distDir, 'programs'),
    metafile: true,
    ...bundleOptions(),
  })
  const ofCustomers = await bundleCustomerCli(customerCliOf(distDir))
  return [...new Set([...Object.keys(metafile.inputs), ...ofCustomers])]
}
