/** Compare two versions by semver, pre-releases below their release. */
export function compareVersions(a, b) {
  const [coreA, preA] = split(a)
  const [coreB, preB] = split(b)
  const byCore = compareParts(coreA, coreB)
  if (byCore !== 0) return byCore
  if (preA.length === 0 || preB.length === 0) return Math.sign(preB.length - preA.length)
  return compareParts(preA, preB)
}

function split(version) {
  const [, core = '', pre = ''] = /^([\d.]+)(?:-([^+]*))?/.exec(version) ?? []
  return [core.split('.'), pre === '' ? [] : pre.split('.')]
}

function compareParts(a, b) {
  for (let index = 0; index < Math.max(a.length, b.length); index += 1) {
    if (a[index] === undefined) return -1
    if (b[index] === undefined) return 1
    const [left, right] = [Number(a[index]), Number(b[index])]
    const bothNumbers = !Number.isNaN(left) && !Number.isNaN(right)
    const difference = bothNumbers ? left - right : a[index] < b[index] ? -1 : a[index] > b[index] ? 1 : 0
    if (difference !== 0) return Math.sign(difference)
  }
  return 0
}

/**
 * All packages of the lock file below their floor, at any nesting depth, and floors for packages that are no longer
 * in it. Pure.
 */
export function findBelowFloor(floors, packages) {
  const problems = []
  for (const [name, { min }] of Object.entries(floors)) {
    const copies = Object.entries(packages).filter(
      ([place]) => place === `node_modules/${name}` || place.endsWith(`/node_modules/${name}`),
    )
    if (copies.length === 0) problems.push(`${name} has a floor and is not in the lock: remove the floor`)
    for (const [place, { version }] of copies) {
      if (compareVersions(version, min) < 0) problems.push(`${place} is ${version}, below its floor ${min}`)
    }
  }
  return problems
}
