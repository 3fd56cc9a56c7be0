// Checks package-lock.json against security/floors.json: some registries do not support `npm audit`, so the known safe
// versions are listed, with dates, here.
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { findBelowFloor } from './lib/floors.mjs'

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..')
const read = (file) => JSON.parse(readFileSync(path.join(root, file), 'utf8'))
const { floors, reviewed } = read('security/floors.json')
const problems = findBelowFloor(floors, read('package-lock.json').packages)
for (const problem of problems) console.error(`floors: ${problem}`)

const ageDays = Math.floor((Date.now() - Date.parse(reviewed)) / 86_400_000)
if (ageDays > 14) console.warn(`floors: last reviewed ${ageDays} days ago; review security/floors.json`)
console.log(`floors: ${Object.keys(floors).length} packages, ${problems.length} below`)
process.exit(problems.length === 0 ? 0 : 1)
