import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { type Release, readRelease } from '../migrator/history'

export type ReleaseFolder = {
  /** Write the files of a version, replacing the previous ones, and read them like the product reads its own. */
  write(files: { migrations?: Record<string, string>; functions?: Record<string, string> }): Release
  remove(): void
}

/** A folder with a test's own migrations and functions. */
export function makeReleaseFolder(): ReleaseFolder {
  const folder = mkdtempSync(path.join(tmpdir(), 'andromede-release-'))
  return {
    write({ migrations = {}, functions = {} }) {
      for (const [kind, files] of Object.entries({ migrations, functions })) {
        rmSync(path.join(folder, kind), { recursive: true, force: true })
        mkdirSync(path.join(folder, kind))
        for (const [name, text] of Object.entries(files)) {
          const file = path.join(folder, kind, `${name}.sql`)
          mkdirSync(path.dirname(file), { recursive: true })
          writeFileSync(file, text)
        }
      }
      return readRelease(folder)
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  }
}
