import { Bar } from './meter'

type Props = { label: string; done: number; total: number; valueText: string }

/** How far a piece of work has come. The words beside it belong to the page. */
export function ProgressBar({ label, done, total, valueText }: Props) {
  return (
    <span
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={total}
      aria-valuenow={done}
      aria-valuetext={valueText}
      className="block h-2 overflow-hidden rounded-full border border-line bg-sunken"
    >
      <Bar share={total > 0 ? Math.min(1, done / total) : 0} tone="amber" />
    </span>
  )
}
