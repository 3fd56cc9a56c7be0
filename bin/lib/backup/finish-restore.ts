import { copyFileSync, existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs'
import path from 'node:path'

/** What makes an installation and exists once per data folder; logs and the status page's copy stay. */
const parts = ['secrets.json', 'postgres.json', 'postgres', 'journal-heads.jsonl']
const stages = { movingAside: 'restored-', placing: 'placing-' }
const asidePrefix = 'replaced-'

/** The folder whose appearance completes a restore at `at`, and the one that the replaced installation moves to. */
export function restoredFolder(dataDir: string, at: Date): { from: string; aside: string } {
  const stamp = at.toISOString().replace(/\..*/, 'Z').replaceAll(':', '-')
  return {
    from: path.join(dataDir, `${stages.movingAside}${stamp}`),
    aside: path.join(dataDir, `${asidePrefix}${stamp}`),
  }
}

/**
 * Put a complete restored installation in place of the one in `dataDir`, or finish that after an interruption; each
 * step may be repeated. The caller holds the folder's lock. `markPrepared` is called before the last trace of the restore
 * is removed: the database of a folder without that mark counts as unfinished, and a start would drop it.
 */
export function finishRestore(dataDir: string, markPrepared: () => void): void {
  for (const [stamp, from] of entries(dataDir, stages.movingAside)) {
    for (const part of parts) {
      if (!existsSync(path.join(dataDir, part))) continue
      const aside = path.join(dataDir, `${asidePrefix}${stamp}`)
      mkdirSync(aside, { recursive: true, mode: process.getuid?.() === 0 ? 0o711 : 0o700 })
      // A data folder of its own.
      copyFileSync(path.join(dataDir, 'andromede.json'), path.join(aside, 'andromede.json'))
      renameSync(path.join(dataDir, part), path.join(aside, part))
    }
    renameSync(from, path.join(dataDir, `${stages.placing}${stamp}`))
  }
  for (const [, from] of entries(dataDir, stages.placing)) {
    for (const part of readdirSync(from).filter((name) => parts.includes(name)))
      renameSync(path.join(from, part), path.join(dataDir, part))
    markPrepared()
    rmSync(from, { recursive: true })
  }
}

function entries(dataDir: string, prefix: string): [stamp: string, folder: string][] {
  return readdirSync(dataDir)
    .filter((name) => name.startsWith(prefix))
    .map((name) => [name.slice(prefix.length), path.join(dataDir, name)])
}
