import { useTranslations } from 'next-intl'
import { cx } from '~/components/ui/cx'
import {
  fitText,
  layoutMap,
  type MapFacts,
  type PlacedBalancer,
  type PlacedCell,
  type PlacedEdge,
} from '~/lib/resources/client'

type Props = { facts: MapFacts; summary: string }

/** The drawing in three widths, of which the page shows one; a table has the same content. */
export function NetworkDrawing(props: Props) {
  return (
    <>
      <Drawing {...props} width={1_080} className="max-xl:hidden" />
      <Drawing {...props} width={720} className="max-sm:hidden xl:hidden" />
      <Drawing {...props} width={340} className="sm:hidden" />
    </>
  )
}

function Drawing({ facts, summary, width, className }: Props & { width: number; className: string }) {
  const t = useTranslations('networks.map')
  const { height, sources, networks, edges, peerings } = layoutMap(facts, {
    width,
    internet: t('internet'),
    otherSources: (count) => t('otherSources', { count }),
    closed: t('closed'),
  })
  return (
    <svg
      role="img"
      aria-label={summary}
      viewBox={`-1 -1 ${width + 2} ${height + 2}`}
      className={cx('h-auto w-full', className)}
    >
      {edges.map((edge) => (
        <Edge key={edge.key} edge={edge} />
      ))}
      {peerings.map(({ key, points }) => (
        <path
          key={key}
          d={`M ${points.map(([x, y]) => `${x} ${y}`).join(' L ')}`}
          className="fill-none stroke-brand"
          strokeWidth={3}
          strokeLinejoin="round"
        />
      ))}
      {sources.map(({ label, ...at }) => (
        <g key={label}>
          <rect {...at} rx={8} className="fill-sunken stroke-line-strong" />
          <text x={at.x + 12} y={at.y + at.height / 2 + 5} className="fill-ink font-medium" fontSize={14}>
            {fitText(label, at.width - 24, 14)}
          </text>
        </g>
      ))}
      {networks.map(({ network, ports, balancers, pools, cells, ...at }) => (
        <g key={network.id}>
          <rect {...at} rx={12} className="fill-surface stroke-line-strong" />
          <text x={at.x + 14} y={at.y + 24} className="fill-ink font-semibold" fontSize={15}>
            {fitText(network.name, at.width - 28, 15)}
          </text>
          <text x={at.x + 14} y={at.y + 42} className="fill-ink-2 font-mono" fontSize={12}>
            {fitText(network.note, at.width - 28, 12)}
          </text>
          {ports.map((port) => (
            <text key={port.y} x={port.x} y={port.y + 4} className="fill-ink-2" fontSize={13}>
              {fitText(port.label, port.width, 13)}
            </text>
          ))}
          {pools.map(({ key, points }) => (
            <Edge key={key} edge={{ key, points, direction: 'in', isClosed: false }} />
          ))}
          {balancers.map((balancer) => (
            <BalancerCell key={balancer.balancer.id} {...balancer} />
          ))}
          {cells.map((cell) => (
            <Cell key={`${cell.x} ${cell.y}`} {...cell} />
          ))}
        </g>
      ))}
    </svg>
  )
}

function Edge({ edge: { points, direction, isClosed } }: { edge: PlacedEdge }) {
  const [end, start] = [points.at(-1), points[0]]
  const colour = isClosed ? 'stroke-ink-3' : 'stroke-brand'
  return (
    <g className={cx('fill-none', colour)} strokeWidth={1.5}>
      <path
        d={`M ${points.map(([x, y]) => `${x} ${y}`).join(' L ')}`}
        strokeLinejoin="round"
        strokeDasharray={isClosed ? '4 4' : undefined}
      />
      {end && direction !== 'out' && !isClosed && (
        <path d={`M ${end[0] - 6} ${end[1] - 4} L ${end[0]} ${end[1]} L ${end[0] - 6} ${end[1] + 4}`} />
      )}
      {start && direction !== 'in' && <circle cx={start[0]} cy={start[1]} r={3} className="fill-surface" />}
    </g>
  )
}

function BalancerCell({ balancer, x, y, width, height }: PlacedBalancer) {
  const t = useTranslations('networks.map')
  const inner = width - 20
  return (
    <g>
      <rect x={x} y={y} width={width} height={height} rx={8} className="fill-info-wash stroke-brand" />
      <text x={x + 10} y={y + 18} className="fill-ink font-medium" fontSize={13}>
        {fitText(balancer.name, inner, 13)}
      </text>
      <text x={x + 10} y={y + 34} className="fill-ink-2" fontSize={12}>
        {fitText(t('balancer', { ports: balancer.ports }), inner, 12)}
      </text>
      {balancer.address && (
        <text x={x + 10} y={y + 50} className="fill-ink font-mono font-semibold" fontSize={12}>
          {fitText(balancer.address, inner, 12)}
        </text>
      )}
    </g>
  )
}

function Cell({ cell, addresses, x, y, width, height }: PlacedCell) {
  const t = useTranslations('networks.map')
  const inner = width - 20
  const [first, second] =
    cell.kind === 'server'
      ? [cell.server.name, cell.server.address]
      : cell.kind === 'group'
        ? [`${cell.stem}…`, t('servers', { count: cell.count })]
        : [t('others'), t('servers', { count: cell.count })]
  return (
    <g>
      <rect
        x={x}
        y={y}
        width={width}
        height={height}
        rx={8}
        className={cx('stroke-line', cell.kind === 'server' ? 'fill-paper' : 'fill-sunken')}
      />
      <text x={x + 10} y={y + 18} className="fill-ink font-medium" fontSize={13}>
        {fitText(first, inner, 13)}
      </text>
      <text x={x + 10} y={y + 34} className="fill-ink-2 font-mono" fontSize={12}>
        {fitText(second, inner, 12)}
      </text>
      {addresses.length > 0 && (
        <text x={x + 10} y={y + 50} className="fill-ink font-mono font-semibold" fontSize={12}>
          {fitText(addresses.join(', '), inner, 12)}
        </text>
      )}
    </g>
  )
}
