import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'

/**
 * Wait until this process alone may fill node_modules: two npm commands started at once in a bare clone must
 * not both do it. Returns what ends the turn; a turn whose process is gone, as after Ctrl-C, is over.
 */
export function takeTurn(lock) {
  for (;;) {
    try {
      writeFileSync(lock, String(process.pid), { flag: 'wx' })
      return () => rmSync(lock, { force: true })
    } catch (error) {
      if (error.code !== 'EEXIST') throw error
    }
    if (isAbandoned(lock)) putAway(lock)
    else Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 500)
  }
}

function isAbandoned(lock) {
  let holder
  try {
    holder = readFileSync(lock, 'utf8')
  } catch (error) {
    return error.code !== 'ENOENT'
  }
  // Made and not written yet.
  if (holder === '') return false
  try {
    process.kill(Number(holder), 0)
    return false
  } catch (error) {
    return error.code !== 'EPERM'
  }
}

/** By renaming first: of two that find it abandoned, one alone removes it. */
function putAway(lock) {
  const away = `${lock}.${process.pid}`
  try {
    renameSync(lock, away)
    rmSync(away, { recursive: true, force: true })
  } catch (error) {
    if (error.code !== 'ENOENT') throw error
  }
}
