import type { ReactNode } from 'react'
import { cx } from '~/components/ui/cx'

export type CapacityHost = {
  id: string
  href: string
  /**
   * The complete meaning of the bar in words: `hote-07 : 96 Gio attribués sur 128`. The link's name and its tooltip.
   */
  label: string
  /** Distinguishes it from its neighbours, shown next to the bar. */
  shortName: string
  used: number
  total: number
  /** `maintenance` is hatched; a full host has a red outline in any state. */
  isClosed: boolean
}

const height = 14
const warnShare = 0.8

/**
 * One rack: a bar per host, readable without colours by hatching, outline and length. A page has hundreds, so each
 * uses as few elements as possible. Links are plain; wrap them in a `LinkFrame`.
 */
export function RackColumn({
  name,
  hosts,
  isOverview = false,
}: {
  name: ReactNode
  hosts: readonly CapacityHost[]
  /** The tab key skips the bars. */
  isOverview?: boolean
}) {
  return (
    <section className="min-w-0">
      <h3 className="mb-1.5 font-mono text-sm font-normal tracking-normal text-ink-3">{name}</h3>
      <ul className="rack-hosts">
        {hosts.map((host) => (
          <li key={host.id}>
            <a href={host.href} data-row-link="" title={host.label} tabIndex={isOverview ? -1 : undefined}>
              <span aria-hidden="true">{host.shortName}</span>
              <CapacityBar host={host} />
            </a>
          </li>
        ))}
      </ul>
    </section>
  )
}

function CapacityBar({ host }: { host: CapacityHost }) {
  const share = host.total > 0 ? Math.min(1, host.used / host.total) : 0
  const isFull = share >= 1
  return (
    <svg
      aria-hidden="true"
      height={height}
      className={cx(isFull && 'border-bad bg-bad-wash', host.isClosed && 'hatch') || undefined}
    >
      {!isFull && !host.isClosed && share > 0 && (
        <rect
          width={`${(share * 100).toFixed(1)}%`}
          height="100%"
          className={share >= warnShare ? 'fill-amber' : 'fill-s2'}
        />
      )}
    </svg>
  )
}
