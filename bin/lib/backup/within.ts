import { existsSync, realpathSync } from 'node:fs'
import path from 'node:path'

/** Whether `folder`, which need not exist, is `parent` or lies in it; links are followed. */
export function isWithin(folder: string, parent: string): boolean {
  const relative = path.relative(realPlace(parent), realPlace(folder))
  return relative === '' || !(relative.split(path.sep)[0] === '..' || path.isAbsolute(relative))
}

function realPlace(folder: string): string {
  if (existsSync(folder) || folder === path.dirname(folder)) return realpathSync(folder)
  return path.join(realPlace(path.dirname(folder)), path.basename(folder))
}
