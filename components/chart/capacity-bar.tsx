import type { ReactNode } from 'react'

export type CapacityHost = {
  id: string
  /** Everything the bar means, in words: `hote-07 : 96 Gio attribués sur 128`. Shown as a title and read out. */
  label: string
  used: number
  total: number
  /** `maintenance` is hatched; a full host has a red outline whatever its state. */
  isClosed?: boolean
}

type Props = {
  name: ReactNode
  hosts: readonly CapacityHost[]
  renderHost?: (host: CapacityHost, bar: ReactNode) => ReactNode
}

const height = 14
const warnShare = 0.8

/** One rack: a bar for each host, readable without colours by hatching, outline and length. */
export function RackColumn({ name, hosts, renderHost }: Props) {
  return (
    <section className="min-w-0">
      <h3 className="mb-1.5 font-mono text-sm font-normal tracking-normal text-ink-3">{name}</h3>
      <ul className={renderHost ? 'grid' : 'grid gap-1'}>
        {hosts.map((host) => {
          const bar = <CapacityBar host={host} />
          return <li key={host.id}>{renderHost ? renderHost(host, bar) : bar}</li>
        })}
      </ul>
    </section>
  )
}

/** How much of one host is allotted. */
export function CapacityBar({ host }: { host: CapacityHost }) {
  const share = host.total > 0 ? Math.min(1, host.used / host.total) : 0
  const isFull = share >= 1
  const fill = share >= warnShare ? 'fill-amber' : 'fill-s2'
  return (
    <span
      className={`block overflow-hidden rounded-[3px] border ${isFull ? 'border-bad bg-bad-wash' : 'border-line bg-sunken'} ${host.isClosed ? 'hatch' : ''}`}
    >
      <svg role="img" aria-label={host.label} width="100%" height={height} className="block">
        <title>{host.label}</title>
        {!isFull && !host.isClosed && (
          <rect width={`${(share * 100).toFixed(2)}%`} height="100%" className={fill} />
        )}
      </svg>
    </span>
  )
}
