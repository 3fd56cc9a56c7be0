import { readFileSync } from 'node:fs'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import type { BuildOptions, Plugin } from 'esbuild'
import { root } from './root.ts'

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
