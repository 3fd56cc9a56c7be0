/** What can change: each query names the topics that it shows. */
export const topics = ['resources', 'orders', 'incidents', 'billing', 'inbox', 'operations'] as const
export type Topic = (typeof topics)[number]

/** The data of an event `change`: refetch these topics, at a random moment within `spreadMs`. */
export type LiveChange = { topics: Topic[]; spreadMs: number }
