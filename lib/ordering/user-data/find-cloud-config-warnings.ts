import { isAlias, isMap, isScalar, isSeq, type Node, type Pair } from 'yaml'
import { cloudConfig, type NodeType, type Shape } from './cloud-config-keys'
import { type CloudConfigDocument, parseUserData } from './find-user-data-fault'

/** What cloud-init would ignore. `line` and `column` count from 1. */
export type CloudConfigWarning = { line: number; column: number } & (
  | { kind: 'unknown_key'; key: string; near: string | null }
  | { kind: 'wrong_type'; key: string; expected: readonly NodeType[] }
)

/** More would be a text for another program. */
const shownWarnings = 20

/**
 * The keys of `#cloud-config` that cloud-init does not know, and the values that it cannot use, in the order of the text.
 * Other forms, and text that it could not read at all, have none. Pure.
 */
export function findCloudConfigWarnings(text: string): CloudConfigWarning[] {
  const parsed = parseUserData(text)
  if (!parsed || 'reason' in parsed) return []
  const checked: Checked = { at: parsed.at, found: [] }
  checkNode(parsed.document.contents, cloudConfig, '', checked)
  return checked.found
}

type Checked = { at: CloudConfigDocument['at']; found: CloudConfigWarning[] }

const placeOf = ({ at }: Checked, node: unknown) => at((node as Node | null)?.range?.[0] ?? 0)

function checkNode(node: unknown, shape: Shape, path: string, checked: Checked, key: unknown = node): void {
  // The anchor is checked at its own place.
  if (isAlias(node)) return
  // An empty text is a configuration without keys.
  if (path === '' && node === null) return
  if (!shape.types.includes(typeOf(node))) {
    const place = placeOf(checked, isEmpty(node) ? key : node)
    checked.found.push({ kind: 'wrong_type', key: path, expected: shape.types, ...place })
    return
  }
  const { items } = shape
  const parts: (() => void)[] = isMap(node)
    ? node.items.map((pair) => () => checkPair(pair, shape, path, checked))
    : isSeq(node) && items
      ? node.items.map((item) => () => checkNode(item, items, path, checked))
      : []
  for (const check of parts) {
    if (checked.found.length === shownWarnings) return
    check()
  }
}

function checkPair({ key, value }: Pair, { keys }: Shape, path: string, checked: Checked): void {
  if (!keys || !isScalar(key)) return
  const name = String(key.value)
  // A merge, whose keys are checked at the anchor.
  if (name === '<<') return
  const shape = Object.hasOwn(keys, name) ? keys[name] : undefined
  const full = path === '' ? name : `${path}.${name}`
  if (shape) checkNode(value, shape, full, checked, key)
  else {
    const near = findNearKey(name, Object.keys(keys))
    checked.found.push({ kind: 'unknown_key', key: full, near, ...placeOf(checked, key) })
  }
}

const isEmpty = (node: unknown) => node === null || (isScalar(node) && node.value === null)

/** `yes` and `off` are booleans for cloud-init, which reads YAML 1.1. */
const oldBoolean = /^(y|yes|n|no|on|off)$/i

function typeOf(node: unknown): NodeType {
  if (isMap(node)) return 'mapping'
  if (isSeq(node)) return 'list'
  const value = isScalar(node) ? node.value : null
  if (value === null || value === undefined) return 'nothing'
  if (typeof value === 'boolean') return 'boolean'
  if (typeof value === 'number' || typeof value === 'bigint') return 'number'
  return isScalar(node) && node.type === 'PLAIN' && oldBoolean.test(String(value)) ? 'boolean' : 'text'
}

/** The known key that differs by a letter or two, by hyphens or by upper case; null when none is that close. */
function findNearKey(name: string, keys: readonly string[]): string | null {
  const plain = (key: string) => key.toLowerCase().replaceAll(/[-_]/g, '')
  const wanted = plain(name)
  const most = wanted.length > 4 ? 2 : 1
  if (wanted.length > 40) return null
  const near = keys.map((key) => [key, distance(wanted, plain(key))] as const).sort((a, b) => a[1] - b[1])[0]
  return near && near[1] <= most ? near[0] : null
}

/** Letters to add, remove or replace. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, at) => at)
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i]
    for (let j = 1; j <= b.length; j += 1)
      next[j] = Math.min(
        (next[j - 1] ?? 0) + 1,
        (row[j] ?? 0) + 1,
        (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1),
      )
    row = next
  }
  return row[b.length] ?? 0
}
