import { cx } from './cx'

/** A grey shape where text will be. Give it the size of the real thing: `h-5 w-40`. */
export function Skeleton({ className }: { className?: string }) {
  return (
    <span
      aria-hidden="true"
      className={cx(
        'block animate-[pulse_1.6s_ease-in-out_infinite] rounded-small bg-line',
        className ?? 'h-4 w-full',
      )}
    />
  )
}

/** The layout of a page with a table, for `loading.tsx`. */
export function PageSkeleton({ label, rows = 8 }: { label: string; rows?: number }) {
  return (
    <div role="status" aria-label={label} className="grid gap-5">
      <div className="grid gap-2">
        <Skeleton className="h-8 w-64" />
        <Skeleton className="h-4 w-full max-w-96" />
      </div>
      <div className="card divide-y divide-line">
        {Array.from({ length: rows }, (_, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the shapes are all alike and never move.
          <div key={index} className="flex items-center gap-6 px-4.5 py-3.5">
            <Skeleton className="h-4 w-48 shrink" />
            <Skeleton className="h-4 w-20 max-sm:hidden" />
            <Skeleton className="ml-auto h-4 w-24" />
          </div>
        ))}
      </div>
    </div>
  )
}
