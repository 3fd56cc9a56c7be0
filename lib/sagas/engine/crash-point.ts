export type CrashPlace = 'before_effect' | 'after_effect' | 'after_record'

/** Where in a saga a worker can be made to crash: `create_instance.boot.undo.after_effect`. */
export type CrashPoint = {
  kind: string
  step: string
  direction: 'run' | 'undo'
  place: CrashPlace
}

/** Called at each point; the product's own hook does nothing. */
export type CrashHook = (point: CrashPoint) => void

export const neverCrash: CrashHook = () => undefined

export function crashPointName(point: CrashPoint): string {
  return `${point.kind}.${point.step}.${point.direction}.${point.place}`
}
