import { chmodSync } from 'node:fs'
import path from 'node:path'
import { build } from 'esbuild'
import { root } from './root.ts'

/** The oldest Node that customers may run it with. */
const oldestNode = 'node20'

/** Where the command line of customers is in a build: the portal offers it for download. */
export const customerCliOf = (distDir: string) => path.join(distDir, 'programs', 'customer-cli.cjs')

/**
 * Bundle the command line of customers into `file`, relative to the project: one executable file without a package.
 * As CommonJS it also runs under a name without an extension.
 *
 * @returns the bundled sources, relative to the project
 */
export async function bundleCustomerCli(file: string): Promise<string[]> {
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: ['cli/bin.ts'],
    outfile: file,
    bundle: true,
    minifyWhitespace: true,
    platform: 'node',
    format: 'cjs',
    target: oldestNode,
    banner: { js: '#!/usr/bin/env node' },
    metafile: true,
    logLevel: 'error',
  })
  chmodSync(path.join(root, file), 0o755)
  return Object.keys(metafile.inputs)
}
