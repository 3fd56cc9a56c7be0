import { fileVariableOf } from './secret-files.ts'
import { variableNames, variableOf } from './variables.ts'

/** A shorter name is one letter away from names of other programs. */
const lettersMin = 8
/** A service named `andromede` gives these to every container of its Kubernetes namespace. */
const ofKubernetes = /_(SERVICE_(HOST|PORT.*)|PORT(_\d+_(TCP|UDP).*)?)$/

/**
 * One line for each variable that is certainly meant for us and not read: a name one letter away from one of ours, the
 * file of one that is no secret, or our prefix.
 */
export function findMisspelt(env: NodeJS.ProcessEnv): string[] {
  const secrets = variableNames.filter((name) => variableOf(name).isSecret)
  const known = new Set<string>([...variableNames, ...secrets.map(fileVariableOf)])
  return Object.keys(env)
    .filter((name) => !known.has(name))
    .flatMap((name) => {
      const file = variableNames.find((each) => name === fileVariableOf(each))
      if (file) return `${name} is not read: ${file} is no secret, and comes from the environment alone`
      const meant = [...known].find((each) => each.length >= lettersMin && isOneLetterAway(name, each))
      if (meant) return `${name} is not read; is ${meant} meant?`
      return /^ANDROMEDE_/.test(name) && !ofKubernetes.test(name)
        ? `${name} is not read: there is no such variable`
        : []
    })
}

/** Whether one letter is missing, added, another, or exchanged with the next. Pure. */
export function isOneLetterAway(name: string, other: string): boolean {
  if (Math.abs(name.length - other.length) > 1 || name === other) return false
  let start = 0
  while (start < name.length && name[start] === other[start]) start += 1
  const [rest, otherRest] = [name.slice(start), other.slice(start)]
  return (
    rest.slice(1) === otherRest ||
    rest === otherRest.slice(1) ||
    rest.slice(1) === otherRest.slice(1) ||
    (rest[0] === otherRest[1] && rest[1] === otherRest[0] && rest.slice(2) === otherRest.slice(2))
  )
}
