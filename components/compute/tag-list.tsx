import { badgeClass } from '~/components/ui/display/state-pill'

const tagClass = `${badgeClass} font-mono`

/** The tags of a resource, sorted by key. */
export function TagList({ tags }: { tags: Record<string, string> }) {
  const entries = Object.entries(tags).sort(([a], [b]) => (a < b ? -1 : 1))
  if (entries.length === 0) return null
  return (
    <ul className="flex flex-wrap gap-1">
      {entries.map(([key, value]) => (
        <li key={key} className={tagClass}>{`${key}:${value}`}</li>
      ))}
    </ul>
  )
}
