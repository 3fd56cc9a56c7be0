import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'

const literals = `    this.resolve = x => (this.active = false, resolve(x))
    this.reject = x => (this.active = false, reject(x))
`
const variables = `    const settle = x => (this.active = false, resolve(x))
        , fail = x => (this.active = false, reject(x))

    this.resolve = settle
    this.reject = fail
`

/**
 * Let what a query of the database driver leaves behind be collected with it. V8 puts a function that is written where it is
 * assigned to a property into its old generation at once, as a method that stays. The driver writes two in each query:
 * long after, until the next full collection, they hold the query, its rows and its transaction, which each small
 * collection then moves to the old generation too, ten milliseconds three times a second under load. A function
 * that has a name first is young. Of another version of the driver nothing is changed, and nothing needs to be.
 */
export function mendDriver(modules) {
  for (const folder of ['src', 'cjs/src']) {
    const file = path.join(modules, 'postgres', folder, 'query.js')
    const draft = `${file}.${process.pid}`
    try {
      const text = readFileSync(file, 'utf8')
      if (!text.includes(literals)) continue
      writeFileSync(draft, text.replace(literals, variables))
      renameSync(draft, file)
    } catch {
      // Installed by another, or being installed at this moment: it works as it is.
      rmSync(draft, { force: true })
    }
  }
}
