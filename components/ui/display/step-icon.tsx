import { Icon } from './icon'

export type StepState = 'done' | 'running' | 'waiting' | 'failed' | 'undone'

/** The icon of one step of an operation. The state is in words next to it. */
export function StepIcon({ state }: { state: StepState }) {
  if (state === 'running') {
    return (
      <span
        aria-hidden="true"
        className="size-5 shrink-0 animate-[spin_0.9s_linear_infinite] rounded-full border-2 border-amber border-r-transparent"
      />
    )
  }
  if (state === 'waiting') {
    return (
      <span
        aria-hidden="true"
        className="size-5 shrink-0 rounded-full border-[1.5px] border-dashed border-field"
      />
    )
  }
  const looks = {
    done: { box: 'bg-ok', icon: 'check' },
    failed: { box: 'bg-bad', icon: 'close' },
    undone: { box: 'bg-off', icon: 'undo' },
  } as const
  return (
    <span
      aria-hidden="true"
      className={`flex size-5 shrink-0 items-center justify-center rounded-full text-surface ${looks[state].box}`}
    >
      <Icon name={looks[state].icon} size={13} />
    </span>
  )
}
