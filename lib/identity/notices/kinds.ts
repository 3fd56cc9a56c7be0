/** What a notice can be about; its words are in `identity.json` under `notice.<kind>`. */
export const noticeKinds = [
  'organisation_accepted',
  'organisation_refused',
  'information_asked',
  'cap_lifted',
  'join_requested',
  'quota_accepted',
  'quota_refused',
  'budget_reached',
  'order_delivered',
  'order_failed',
  'order_released',
  'order_refused',
  'order_expired',
  'order_withdrawn',
  'purchase_order_used',
  'scheduled_snapshot_failed',
  'move_planned',
  'move_done',
  'move_taken_back',
] as const
export type NoticeKind = (typeof noticeKinds)[number]
