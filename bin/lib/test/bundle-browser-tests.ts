import { globSync, rmSync } from 'node:fs'
import path from 'node:path'
import { build } from 'esbuild'
import { bundleOptions, ownPlaces } from '../bundle-options.ts'
import { root } from '../root.ts'

/**
 * Bundle each browser test, with shared chunks. Otherwise each Playwright process translates the sources of a test
 * and of its imports, most of the product, one process at a time, while a processor is idle. Failures name the lines
 * of the sources.
 *
 * @param files the tests wanted, all when absent
 * @returns the folder, for `playwright.config.ts`
 */
export async function bundleBrowserTests(
  distDir: string,
  files: readonly string[] = globSync('e2e/**/*.e2e.ts', { cwd: root }),
): Promise<string> {
  // Next to the build's folder, which a new build empties.
  const outdir = path.join(root, `${distDir}-e2e`)
  rmSync(outdir, { recursive: true, force: true })
  await build({
    ...bundleOptions(),
    entryPoints: [...files, 'e2e/global-setup.ts'],
    outbase: 'e2e',
    outdir,
    splitting: true,
    plugins: [ownPlaces],
  })
  return outdir
}
