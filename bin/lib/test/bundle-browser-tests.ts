import { globSync, readFileSync, rmSync } from 'node:fs'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { build, type Plugin } from 'esbuild'
import { bundleOptions } from '../bundle.ts'
import { root } from '../root.ts'

/**
 * Make a file of each test of the browser, and files of what they share. Playwright translates the sources of a test and of
 * all that it imports, most of the product, and reads them again in each of its processes: alone, while a processor waits.
 * Failures name the lines of the sources.
 *
 * @returns the folder, for `playwright.config.ts`
 */
export async function bundleBrowserTests(distDir: string): Promise<string> {
  // Beside the build's folder, which a new build empties.
  const outdir = path.join(root, `${distDir}-e2e`)
  rmSync(outdir, { recursive: true, force: true })
  await build({
    ...bundleOptions(),
    entryPoints: [...globSync('e2e/**/*.e2e.ts', { cwd: root }), 'e2e/global-setup.ts'],
    outbase: 'e2e',
    outdir,
    splitting: true,
    plugins: [ownPlaces],
  })
  return outdir
}

/** A source that asks where it lies is told so, not where the file lies that was made of it. */
const ownPlaces: Plugin = {
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
