import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'

/**
 * Wait for the exclusive right to write node_modules: two npm commands started at once in a fresh clone must not
 * both install. Returns a function that releases it; a lock of a dead process, as after Ctrl-C, is ignored.
 */
export function takeTurn(lock) {
  for (;;) {
    try {
      writeFileSync(lock, String(process.pid), { flag: 'wx' })
      return () => rmSync(lock, { force: true })
    } catch (error) {
      if (error.code !== 'EEXIST') throw error
    }
    if (isAbandoned(lock)) removeLock(lock)
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
  // Created but not written yet.
  if (holder === '') return false
  try {
    process.kill(Number(holder), 0)
    return false
  } catch (error) {
    return error.code !== 'EPERM'
  }
}

/** Rename first: of two processes that find it abandoned, only one removes it. */
function removeLock(lock) {
  const away = `${lock}.${process.pid}`
  try {
    renameSync(lock, away)
    rmSync(away, { recursive: true, force: true })
  } catch (error) {
    if (error.code !== 'ENOENT') throw error
  }
}
