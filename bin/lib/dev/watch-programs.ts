import { readFileSync } from 'node:fs'
import path from 'node:path'
import { type BuildResult, context, formatMessages, type Plugin } from 'esbuild'
import { entryPoints as programs } from '../bundle.ts'
import { bundleOptions } from '../bundle-options.ts'
import { root } from '../root.ts'

const watched = { worker: programs.worker, console: programs.console, api: programs.api }
type Watched = keyof typeof watched

export type WatchedPrograms = {
  /** Resolves when the programs can be started. Sources with errors are built once they are fixed. */
  firstBuild: Promise<void>
  /** After a build, calls the function of each changed program. */
  onChange(restart: Record<Watched, () => Promise<void>>): void
  stop(): Promise<void>
}

/** Build worker, API and console gateway into `outdir`, and rebuild when their sources change. */
export function watchPrograms(
  outdir: string,
  report: (line: string) => void,
  entryPoints: Record<Watched, string> = watched,
): WatchedPrograms {
  let restart: Record<Watched, () => Promise<void>> | undefined
  let built = readPrograms(outdir)
  let whenBuilt: { resolve(): void; reject(error: Error): void } | undefined
  const firstBuild = new Promise<void>((resolve, reject) => {
    whenBuilt = { resolve, reject }
  })

  const afterBuild = async (result: BuildResult): Promise<void> => {
    if (result.errors.length > 0) {
      for (const message of await formatMessages(result.errors, { kind: 'error' })) report(message.trimEnd())
      return
    }
    const before = built
    built = readPrograms(outdir)
    whenBuilt?.resolve()
    for (const name of Object.keys(watched) as Watched[]) {
      if (built[name] === before[name] || !restart) continue
      report(`${name} has changed; starting it again`)
      void restart[name]()
    }
  }
  const plugin: Plugin = { name: 'restart', setup: ({ onEnd }) => onEnd(afterBuild) }
  const building = context({
    ...bundleOptions(),
    entryPoints,
    outdir,
    logLevel: 'silent',
    plugins: [plugin],
  })
  building.then((each) => each.watch()).catch((error) => whenBuilt?.reject(error))
  return {
    firstBuild,
    onChange: (given) => {
      restart = given
    },
    stop: async () => (await building).dispose(),
  }
}

function readPrograms(outdir: string): Record<Watched, string> {
  const read = (name: Watched): string => {
    try {
      return readFileSync(path.resolve(root, outdir, `${name}.mjs`), 'utf8')
    } catch {
      return ''
    }
  }
  return { worker: read('worker'), console: read('console'), api: read('api') }
}
