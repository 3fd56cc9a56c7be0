import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'

/**
 * Let what a query leaves behind be collected with it. V8 puts a function that is written where it is
 * assigned to a property into its old generation at once, as a method that stays. The driver writes two in each query:
 * long after, until the next full collection, they hold the query, its rows and its transaction, which each small
 * collection then moves to the old generation too, ten milliseconds three times a second under load. A function
 * that has a name first is young.
 */
const youngFunctions = {
  file: 'query.js',
  published: `    this.resolve = x => (this.active = false, resolve(x))
    this.reject = x => (this.active = false, reject(x))
`,
  mended: `    const settle = x => (this.active = false, resolve(x))
        , fail = x => (this.active = false, reject(x))

    this.resolve = settle
    this.reject = fail
`,
}

/**
 * A new connection asks for the types of arrays first, by a promise that nobody has: failing, it would end the process
 * when it was cut, and otherwise leave a connection that takes no arrays and gives them back as text. It is closed
 * instead, which whoever waits for it is told of another way.
 */
const ownQuestion = {
  file: 'connection.js',
  published: `      order by b.oid
    \`], [], execute)
`,
  mended: `      order by b.oid
    \`], [], execute).catch(() => (socket && socket.destroy(), []))
`,
}

/** Mend the database driver in both its forms. Of one that reads otherwise nothing is changed: a test tells. */
export function mendDriver(modules) {
  for (const folder of ['src', 'cjs/src'])
    for (const { file, published, mended } of [youngFunctions, ownQuestion])
      replaceIn(path.join(modules, 'postgres', folder, file), published, mended)
}

function replaceIn(file, published, mended) {
  const draft = `${file}.${process.pid}`
  try {
    const text = readFileSync(file, 'utf8')
    if (!text.includes(published)) return
    writeFileSync(
      draft,
      text.replace(published, () => mended),
    )
    renameSync(draft, file)
  } catch {
    // Installed by another, or being installed at this moment: it works as it is.
    rmSync(draft, { force: true })
  }
}
