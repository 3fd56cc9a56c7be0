import type { QuarantineRow } from '~/lib/hypervisors'

/** Whether an object is there and its deletion is not agreed. Pure. */
export const isAdoptable = ({ state }: Pick<QuarantineRow, 'state'>): boolean =>
  ['kept', 'proposed', 'adopted'].includes(state)
